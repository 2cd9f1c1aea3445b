import { jsonArgument, parseJson } from './boundary.js';
import { CuelightError } from './error.js';
import { packer } from './visibility-pack.js';

/** @typedef {import('./types/visibility.d.ts').VisibilityApi} VisibilityApi */
/** @typedef {import('./types/visibility.d.ts').Subject} Subject */
/** @typedef {import('./types/visibility.d.ts').Viewer} Viewer */
/** @typedef {import('./types/visibility.d.ts').FieldGroup} FieldGroup */
/** @typedef {import('./types/visibility.d.ts').Sight} Sight */
/** @typedef {import('./types/visibility.d.ts').Sights} Sights */

/**
 * What core's table knows by name: `visibility_vocabulary`.
 * @typedef {object} Vocabulary
 * @property {import('./types/visibility.d.ts').TableRow[]} rows
 * @property {import('./types/visibility.d.ts').VisibilityLevel[]} levels
 * @property {FieldGroup[]} groups
 * @property {import('./types/visibility.d.ts').ViewerKind[]} viewers
 * @property {import('./types/visibility.d.ts').VisibilityReason[]} reasons
 */

/** Sights as core packs them, two bits a group. */
const sightOf = /** @type {Sight[]} */ (['absent', 'coarse', 'shown', 'absent']);
const ownerBit = 1 << 24;

/** The groups that have a sight, as a bit for each. @param {Sight[]} sights @param {Sight} wanted */
const setOf = (sights, wanted) => sights.reduce((set, sight, i) => (sight === wanted ? set | (1 << i) : set), 0);

/**
 * One combination of sights: shared by all decisions that have it.
 * @param {number} bits
 * @param {FieldGroup[]} groups
 */
function combination(bits, groups) {
  const sightOfGroup = groups.map((_, i) => sightOf[(bits >> (2 * i)) & 3]);
  return {
    sights: /** @type {Sights} */ (Object.freeze(Object.fromEntries(groups.map((g, i) => [g, sightOfGroup[i]])))),
    shown: setOf(sightOfGroup, 'shown'),
    coarse: setOf(sightOfGroup, 'coarse'),
  };
}

/**
 * @param {import('./boundary.js').Call} call
 * @returns {VisibilityApi}
 */
export function visibilityApi(call) {
  const started = once(() => {
    /** @type {Vocabulary} */
    const vocabulary = parseJson(call('visibility_vocabulary'));
    return { vocabulary, pack: packer(vocabulary) };
  });

  /** @type {Map<number, ReturnType<typeof combination>>} */
  const combinations = new Map();
  /** @param {number} word */
  function combinationOf(word) {
    const bits = word & 0xffff;
    let known = combinations.get(bits);
    if (!known) {
      known = combination(bits, started().vocabulary.groups);
      combinations.set(bits, known);
    }
    return known;
  }

  /**
   * A new object with what the decision shows of the subject, and nothing else.
   * @param {Subject} subject
   * @param {number} word
   * @returns {import('./types/visibility.d.ts').Projection}
   */
  function project(subject, word) {
    const { sights, shown, coarse } = combinationOf(word);
    /** @type {Partial<Record<FieldGroup, unknown>>} */
    const fields = {};
    if (subject.fields) copy(subject.fields, shown, fields);
    if (subject.coarse) copy(subject.coarse, coarse, fields);
    const { kind, id } = subject;
    if (kind === 'artist' && word & ownerBit) return { kind, id, fields, sights, level: subject.level };
    return { kind, id, fields, sights };
  }

  return {
    decide({ subject, viewer }) {
      const { vocabulary, pack } = started();
      const { frame, texts } = pack([subject], viewer, 0);
      const reply = call.view('visibility_decide', frame, texts);
      const word = reply[0] | (reply[1] << 8) | (reply[2] << 16) | (reply[3] << 24);
      const visible = (word & 0xffff) !== 0;
      return {
        visible,
        fields: combinationOf(word).sights,
        reason: vocabulary.reasons[(word >> 16) & 0xff],
        publicReason: visible ? 'visible' : 'not_found',
        owner: (word & ownerBit) !== 0,
      };
    },

    filter({ subjects, viewer }) {
      if (!Array.isArray(subjects)) throw new CuelightError('argument.type', 'subjects must be an array.');
      const { pack } = started();
      const out = [];
      for (let from = 0; from < subjects.length; ) {
        const { frame, texts, slots, until } = pack(subjects, viewer, from);
        const reply = call.view('visibility_decide', frame, texts);
        const words = new Uint32Array(reply.buffer, reply.byteOffset, reply.length / 4);
        for (let i = from; i < until; i++) {
          const word = words[slots[i - from]];
          if ((word & 0xffff) !== 0) out.push(project(subjects[i], word));
        }
        from = until;
      }
      return out;
    },

    explain: (ask) => parseJson(call('visibility_explain', jsonArgument(ask, 'ask'))),
    table: () => structuredClone(started().vocabulary.rows),
  };
}

/**
 * Copies the groups of a set. Each name stands in the text, which engines turn into a load and a store each, while names
 * from a list would be looked up one by one.
 * @param {Partial<Record<FieldGroup, unknown>>} from
 * @param {number} set a bit for each group
 * @param {Partial<Record<FieldGroup, unknown>>} to
 */
function copy(from, set, to) {
  if (set & 1 && from.identity !== undefined) to.identity = from.identity;
  if (set & 2 && from.folio !== undefined) to.folio = from.folio;
  if (set & 4 && from.contact !== undefined) to.contact = from.contact;
  if (set & 8 && from.availability !== undefined) to.availability = from.availability;
  if (set & 16 && from.engagement !== undefined) to.engagement = from.engagement;
  if (set & 32 && from.fees !== undefined) to.fees = from.fees;
  if (set & 64 && from.documents !== undefined) to.documents = from.documents;
  if (set & 128 && from.notes !== undefined) to.notes = from.notes;
}

/** @template T @param {() => T} make @returns {() => T} */
function once(make) {
  /** @type {T | undefined} */
  let made;
  return () => {
    made ??= make();
    return made;
  };
}
