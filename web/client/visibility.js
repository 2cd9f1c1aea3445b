import { jsonArgument, parseJson } from './boundary.js';
import { CuelightError } from './error.js';
import { FrameWriter } from './visibility-frame.js';

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

/** Sights as core writes them, two bits a group. */
const sightOf = /** @type {const} */ (['absent', 'coarse', 'shown', 'absent']);
/** Of a decision's second word: the reason, and whether the viewer is the owner. */
const reasonBits = 0xff;
const ownerBit = 0x100;

/**
 * One combination of sights: shared by all decisions that have it.
 * @param {number} bits
 * @param {readonly FieldGroup[]} groups
 */
function combination(bits, groups) {
  const sights = /** @type {Sights} */ (
    Object.freeze(Object.fromEntries(groups.map((group, i) => [group, sightOf[(bits >>> (2 * i)) & 3]])))
  );
  // An object's own names: engines compare and look those up by address, but not texts that were parsed.
  const names = /** @type {FieldGroup[]} */ (Object.keys(sights));
  const having = (/** @type {Sight} */ sight) => names.filter((name) => sights[name] === sight);
  return { sights, shown: having('shown'), coarse: having('coarse') };
}

/**
 * @param {import('./boundary.js').Call} call
 * @returns {VisibilityApi}
 */
export function visibilityApi(call) {
  /** @type {Vocabulary | undefined} */
  let known;
  const vocabulary = () => (known ??= /** @type {Vocabulary} */ (parseJson(call('visibility_vocabulary'))));

  /** @type {FrameWriter | undefined} */
  let spare;
  /** A writer of one's own: what is read of a document may ask core itself. */
  function taken() {
    const writer = spare ?? new FrameWriter(vocabulary());
    spare = undefined;
    return writer;
  }

  /** @type {Map<number, ReturnType<typeof combination>>} */
  const combinations = new Map();
  /** @param {number} bits */
  function combinationOf(bits) {
    let made = combinations.get(bits);
    if (!made) {
      made = combination(bits, vocabulary().groups);
      combinations.set(bits, made);
    }
    return made;
  }

  /**
   * A new object with what the decision shows of the subject, and nothing else.
   * @param {Subject} subject
   * @param {number} bits its sights
   * @param {number} why
   * @returns {import('./types/visibility.d.ts').Projection}
   */
  function project(subject, bits, why) {
    const { sights, shown, coarse } = combinationOf(bits);
    /** @type {Partial<Record<FieldGroup, unknown>>} */
    const fields = {};
    if (subject.fields) copy(subject.fields, shown, fields);
    if (subject.coarse) copy(subject.coarse, coarse, fields);
    const { kind, id } = subject;
    if (kind === 'artist' && why & ownerBit) return { kind, id, fields, sights, level: subject.level };
    return { kind, id, fields, sights };
  }

  return {
    decide({ subject, viewer }) {
      const writer = taken();
      const { words, texts } = writer.write([viewer], nowOf(viewer), [subject], 0);
      const reply = call.view('visibility_decide', words, texts);
      spare = writer;
      const bits = word(reply, 0);
      const why = word(reply, 4);
      const visible = bits !== 0;
      return {
        visible,
        fields: combinationOf(bits).sights,
        reason: vocabulary().reasons[why & reasonBits],
        publicReason: visible ? 'visible' : 'not_found',
        owner: (why & ownerBit) !== 0,
      };
    },

    filter({ subjects, viewer }) {
      if (!Array.isArray(subjects)) throw new CuelightError('argument.type', 'subjects must be an array.');
      const writer = taken();
      const out = [];
      for (let from = 0; from < subjects.length; ) {
        const { words, texts, slots, until } = writer.write([viewer], nowOf(viewer), subjects, from);
        // A copy: what is read of a document may ask core itself.
        const reply = new Uint32Array(call('visibility_decide', words, texts).buffer);
        for (let i = from; i < until; i++) {
          const slot = 2 * slots[i - from];
          const bits = reply[slot];
          if (bits !== 0) out.push(project(subjects[i], bits, reply[slot + 1]));
        }
        from = until;
      }
      spare = writer;
      return out;
    },

    explain({ subject, candidates, now }) {
      const list = Array.isArray(candidates) ? candidates : [];
      const names = jsonArgument(
        list.map((candidate) => ({ id: candidate?.id, name: candidate?.name })),
        'candidates',
      );
      const writer = taken();
      const { words, texts } = writer.write(list, now, [subject], 0);
      const reply = call('visibility_explain', words, texts, names);
      spare = writer;
      return parseJson(reply);
    },

    table: () => structuredClone(vocabulary().rows),
    groups: () => [...vocabulary().groups],
  };
}

/** A word of a reply. @param {Uint8Array} octets @param {number} at */
function word(octets, at) {
  return (octets[at] | (octets[at + 1] << 8) | (octets[at + 2] << 16) | (octets[at + 3] << 24)) >>> 0;
}

/** @param {Viewer} viewer @returns {unknown} */
function nowOf(viewer) {
  try {
    return viewer?.now;
  } catch {
    return undefined;
  }
}

/**
 * Copies the values of some groups. Names in the text are a load and a store each; any other name is looked up, at several
 * times the cost.
 * @param {Partial<Record<FieldGroup, unknown>>} from
 * @param {readonly FieldGroup[]} groups
 * @param {Partial<Record<FieldGroup, unknown>>} to
 */
function copy(from, groups, to) {
  for (let i = 0; i < groups.length; i++) {
    switch (groups[i]) {
      case 'identity':
        if (from.identity !== undefined) to.identity = from.identity;
        break;
      case 'folio':
        if (from.folio !== undefined) to.folio = from.folio;
        break;
      case 'contact':
        if (from.contact !== undefined) to.contact = from.contact;
        break;
      case 'availability':
        if (from.availability !== undefined) to.availability = from.availability;
        break;
      case 'engagement':
        if (from.engagement !== undefined) to.engagement = from.engagement;
        break;
      case 'fees':
        if (from.fees !== undefined) to.fees = from.fees;
        break;
      case 'documents':
        if (from.documents !== undefined) to.documents = from.documents;
        break;
      case 'notes':
        if (from.notes !== undefined) to.notes = from.notes;
        break;
      default:
        if (from[groups[i]] !== undefined) to[groups[i]] = from[groups[i]];
    }
  }
}
