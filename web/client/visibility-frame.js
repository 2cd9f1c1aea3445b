/**
 * @file Documents as frames for core (docs/spec/visibility.md, "Frames"): names as numbers, instants as text, and of
 * everything else what kind of value stands there. How a viewer stands to a subject, core derives.
 */

/** @typedef {import('./types/visibility.d.ts').ArtistSubject} ArtistSubject */
/** @typedef {import('./types/visibility.d.ts').EngagementSubject} EngagementSubject */
/** @typedef {import('./types/visibility.d.ts').Subject} Subject */
/** @typedef {Omit<import('./types/visibility.d.ts').Viewer, 'now'>} Viewer */

/** A tag: what kind of value stands there. */
const absent = 0;
const aNull = 1;
const no = 2;
const yes = 3;
const aList = 4;
const anObject = 5;
const other = 6;

const malformedSubject = 0;
const artistSubject = 1;
const engagementSubject = 2;
const unknownCode = 0xff;

const noName = 0;
const otherName = 1;

/** A frame is handed over when it has so many words or octets of text. */
const fullWords = 1 << 18;
const fullTextOctets = 1 << 20;
/** No list is longer. */
const maxElements = 0xffff;
/** A longer text is no instant; of one so much is written that core sees it. */
const maxInstantUnits = 65;

/** @param {unknown} value */
function tagOf(value) {
  if (value === true) return yes;
  if (value === false) return no;
  if (value === undefined) return absent;
  if (value === null) return aNull;
  if (typeof value !== 'object') return other;
  return Array.isArray(value) ? aList : anObject;
}

/** The elements of what should be a list, which are none when it is none. @param {unknown} value @returns {any[]} */
const elementsOf = (value) => (Array.isArray(value) && value.length <= maxElements ? value : []);

/** The word before a list's elements. @param {unknown} value @param {number} written how many follow */
function listWord(value, written) {
  const tag = tagOf(value);
  return tag === aList && /** @type {unknown[]} */ (value).length > maxElements ? other : tag | (written << 8);
}

/** Numbers for the names that viewers have: all others share one. */
class Names {
  /** @type {Map<unknown, number>} */
  #numbers = new Map();
  /** Of one viewer there is one workspace, which needs no looking up. @type {unknown} */
  #first = '';

  clear() {
    this.#numbers.clear();
    this.#first = '';
  }

  /** A viewer's name gets a number of its own. @param {unknown} value */
  add(value) {
    if (typeof value === 'string' && value !== '' && !this.#numbers.has(value)) {
      if (this.#numbers.size === 0) this.#first = value;
      this.#numbers.set(value, otherName + 1 + this.#numbers.size);
    }
    return this.of(value);
  }

  /** @param {unknown} value */
  of(value) {
    if (typeof value !== 'string' || value === '') return noName;
    if (value === this.#first) return otherName + 1;
    return this.#numbers.size > 1 ? (this.#numbers.get(value) ?? otherName) : otherName;
  }
}

/** @param {readonly string[]} names */
const codesOf = (names) => new Map(names.map((name, code) => [/** @type {unknown} */ (name), code]));

/** Writes frames, one after the other, into the same memory. */
export class FrameWriter {
  #words = new Uint32Array(1024);
  #used = 0;
  #texts = new Uint8Array(1024);
  #textOctets = 0;
  /** The last text that was written, and its place. @type {unknown} */
  #lastText = '';
  #lastPlace = 0;
  #artists = new Names();
  #workspaces = new Names();
  #levels;
  #kinds;

  /** @param {Pick<import('./visibility.js').Vocabulary, 'levels' | 'viewers'>} vocabulary */
  constructor({ levels, viewers }) {
    this.#levels = codesOf(levels);
    this.#kinds = codesOf(viewers);
  }

  /**
   * A frame of all viewers and of the subjects from `from` on, as many as it takes: until before the subject `until`. Its
   * octets are valid until the next one is written.
   * @param {readonly Viewer[]} viewers
   * @param {unknown} now
   * @param {readonly Subject[]} subjects
   * @param {number} from
   */
  write(viewers, now, subjects, from) {
    this.#used = 0;
    this.#textOctets = 0;
    this.#lastText = '';
    this.#lastPlace = 0;
    this.#artists.clear();
    this.#workspaces.clear();
    this.#push(this.#instant(now));
    this.#push(viewers.length);
    const count = this.#used;
    this.#push(0);
    for (const viewer of viewers) this.#viewer(viewer);
    let until = from;
    while (until < subjects.length && this.#used < fullWords && this.#textOctets < fullTextOctets) {
      this.#subject(subjects[until++]);
    }
    this.#words[count] = until - from;
    const words = new Uint8Array(this.#words.buffer, 0, 4 * this.#used);
    return { words, texts: this.#texts.subarray(0, this.#textOctets), until };
  }

  /** @param {Viewer} viewer */
  #viewer(viewer) {
    const at = this.#used;
    try {
      const { kind, verified, workspace, artist, engagements } = viewer ?? {};
      this.#push((this.#kinds.get(kind) ?? unknownCode) | (tagOf(verified) << 8));
      this.#push(this.#workspaces.add(workspace));
      this.#push(this.#artists.add(artist));
      const list = elementsOf(engagements);
      this.#push(listWord(engagements, list.length));
      for (let i = 0; i < list.length; i++) {
        this.#push(this.#artists.add(list[i]?.artist));
        this.#push(tagOf(list[i]?.answered));
      }
    } catch {
      this.#used = at;
      for (const word of [unknownCode, noName, noName, other]) this.#push(word);
    }
  }

  /** @param {Subject} subject */
  #subject(subject) {
    const at = this.#used;
    try {
      const kind = subject?.kind;
      if (kind === 'artist') this.#artist(subject);
      else if (kind === 'engagement') this.#engagement(subject);
      else this.#push(malformedSubject);
    } catch {
      this.#used = at;
      this.#push(malformedSubject);
    }
  }

  /** @param {ArtistSubject} subject */
  #artist(subject) {
    const level = this.#levels.get(subject.level) ?? unknownCode;
    this.#push(artistSubject | (level << 8) | (tagOf(subject.consent) << 16) | (tagOf(subject.verified) << 24));
    this.#push(this.#artists.of(subject.id));
    this.#push(this.#workspaces.of(subject.artistWorkspace));
    this.#push(this.#workspaces.of(subject.agencyWorkspace));
    this.#grants(subject.invitations);
    this.#grants(subject.partnerships);
  }

  /** @param {EngagementSubject} subject */
  #engagement({ id, answered, parties }) {
    this.#push(engagementSubject | (tagOf(answered) << 8) | (tagOf(parties) << 16));
    this.#push(this.#artists.of(id));
    this.#push(this.#artists.of(parties?.artist));
    this.#push(this.#workspaces.of(parties?.artistWorkspace));
    this.#push(this.#workspaces.of(parties?.agency));
    this.#push(this.#workspaces.of(parties?.presenter));
    const counsel = elementsOf(parties?.counsel);
    this.#push(listWord(parties?.counsel, counsel.length));
    for (let i = 0; i < counsel.length; i++) this.#push(this.#workspaces.of(counsel[i]));
  }

  /** A list of grants; those whose workspace has no number of its own have nothing to be compared with. @param {unknown} grants */
  #grants(grants) {
    const at = this.#used;
    this.#push(0);
    const list = elementsOf(grants);
    let written = 0;
    for (let i = 0; i < list.length; i++) {
      const grant = list[i];
      const workspace = this.#workspaces.of(grant?.workspace);
      if (workspace <= otherName) continue;
      this.#push(workspace);
      this.#push(tagOf(grant.revoked));
      this.#push(this.#instant(grant.expiresAt));
      written++;
    }
    this.#words[at] = listWord(grants, written);
  }

  /** The place of an instant's text: offset and octets, which are none when it is no text. @param {unknown} text */
  #instant(text) {
    if (text === this.#lastText) return this.#lastPlace;
    const from = this.#textOctets;
    const octets = typeof text === 'string' ? Math.min(text.length, maxInstantUnits) : 0;
    if (from + octets > this.#texts.length) {
      const larger = new Uint8Array(2 * this.#texts.length);
      larger.set(this.#texts);
      this.#texts = larger;
    }
    // What isn't ASCII becomes an octet that stands in no instant.
    for (let i = 0; i < octets; i++) {
      this.#texts[from + i] = Math.min(/** @type {string} */ (text).charCodeAt(i), 0x7f);
    }
    this.#textOctets = from + octets;
    this.#lastText = text;
    this.#lastPlace = (from << 8) | octets;
    return this.#lastPlace;
  }

  /** @param {number} word */
  #push(word) {
    if (this.#used === this.#words.length) {
      const larger = new Uint32Array(2 * this.#words.length);
      larger.set(this.#words);
      this.#words = larger;
    }
    this.#words[this.#used++] = word;
  }
}
