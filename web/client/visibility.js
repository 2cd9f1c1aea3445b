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
  const sights = groups.map((_, i) => sightOf[(bits >>> (2 * i)) & 3]);
  const having = (/** @type {Sight} */ sight) => groups.filter((_, i) => sights[i] === sight);
  return {
    sights: /** @type {Sights} */ (Object.freeze(Object.fromEntries(groups.map((g, i) => [g, sights[i]])))),
    shown: having('shown'),
    coarse: having('coarse'),
  };
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

  /** Two words a subject, copied: what is read of a document may ask core itself. @param {{ words: Uint8Array, texts: Uint8Array }} frame */
  function decided({ words, texts }) {
    return new Uint32Array(call('visibility_decide', words, texts).buffer);
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
      const reply = decided(writer.write([viewer], nowOf(viewer), [subject], 0));
      spare = writer;
      const bits = reply[0];
      const why = reply[1];
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
        const frame = writer.write([viewer], nowOf(viewer), subjects, from);
        const reply = decided(frame);
        for (let i = from; i < frame.until; i++) {
          const slot = 2 * frame.slots[i - from];
          if (reply[slot] !== 0) out.push(project(subjects[i], reply[slot], reply[slot + 1]));
        }
        from = frame.until;
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

/** @param {Viewer} viewer @returns {unknown} */
function nowOf(viewer) {
  try {
    return viewer?.now;
  } catch {
    return undefined;
  }
}

/**
 * Copies the values of some groups.
 * @param {Partial<Record<FieldGroup, unknown>>} from
 * @param {readonly FieldGroup[]} groups
 * @param {Partial<Record<FieldGroup, unknown>>} to
 */
function copy(from, groups, to) {
  for (const group of groups) {
    const value = from[group];
    if (value !== undefined) to[group] = value;
  }
}
