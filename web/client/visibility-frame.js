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
const unknownLevel = 7;

const noName = 0;
const otherName = 1;
const firstName = 2;
/** Stands in a subject's first word for a larger number, which is written behind it. */
const numberFollows = 3;
/** Set in a subject's first word when elements of its lists follow. */
const elementsFollow = 1 << 24;
/** The most words that a subject has before elements of lists. */
const mostWords = 7;

/** A frame is handed over when it has so many words or octets of text. */
const fullWords = 1 << 18;
const fullTextOctets = 1 << 20;
/** No list is longer. */
const maxElements = 0xffff;
/** So many first words are remembered: two that share a place are written again. */
const knownBits = 10;
/** @type {any[]} */
const nothing = [];
const noOctets = new Uint8Array(0);
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
const elementsOf = (value) => (Array.isArray(value) && value.length <= maxElements ? value : nothing);

/** A list that is too long is none. @param {unknown} value */
function listTag(value) {
  const tag = tagOf(value);
  return tag === aList && /** @type {unknown[]} */ (value).length > maxElements ? other : tag;
}

/** Numbers for the names that viewers have: all others share one. */
class Names {
  /** Of one viewer there is one workspace, which needs no looking up. @type {unknown} */
  #first = '';
  #count = 0;
  /** @type {Map<unknown, number>} */
  #others = new Map();

  clear() {
    if (this.#count > 1) this.#others.clear();
    this.#count = 0;
  }

  /** A viewer's name gets a number of its own. @param {unknown} value */
  add(value) {
    const known = this.of(value);
    if (known !== otherName) return known;
    const number = firstName + this.#count++;
    if (number === firstName) this.#first = value;
    else this.#others.set(value, number);
    return number;
  }

  /** @param {unknown} value */
  of(value) {
    if (typeof value !== 'string' || value.length === 0) return noName;
    if (this.#count === 0) return otherName;
    if (value === this.#first) return firstName;
    return this.#count > 1 ? (this.#others.get(value) ?? otherName) : otherName;
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
  #slots = new Uint32Array(64);
  /** What was written, counted over all frames; the subjects of one word that were, and where in that they stand. */
  #written = 0;
  #known = new Uint32Array(1 << knownBits);
  #knownAt = new Float64Array(1 << knownBits).fill(-1);
  /** The instant that stands first in the texts, where it stays from frame to frame. @type {unknown} */
  #now = '';
  #nowOctets = 0;
  /** What was handed over last: views are dear beside one decision. */
  #sentWords = noOctets;
  #sentTexts = noOctets;
  #levels;
  #kinds;

  /** @param {Pick<import('./visibility.js').Vocabulary, 'levels' | 'viewers'>} vocabulary */
  constructor({ levels, viewers }) {
    this.#levels = codesOf(levels);
    this.#kinds = codesOf(viewers);
  }

  /**
   * A frame of all viewers and of the subjects from `from` on, as many as it takes: until before the subject `until`.
   * Subjects of the same one word are written once; `slots` says for each where it stands. All is valid until the next
   * frame is written.
   * @param {readonly Viewer[]} viewers
   * @param {unknown} now
   * @param {readonly Subject[]} subjects
   * @param {number} from
   */
  write(viewers, now, subjects, from) {
    this.#used = 0;
    this.#artists.clear();
    this.#workspaces.clear();
    this.#push(this.#firstInstant(now));
    this.#push(viewers.length);
    const count = this.#used;
    this.#push(0);
    for (let i = 0; i < viewers.length; i++) this.#viewer(viewers[i]);
    const first = this.#written;
    if (this.#slots.length < subjects.length - from) this.#slots = new Uint32Array(subjects.length - from);
    let until = from;
    while (until < subjects.length && this.#used < fullWords && this.#textOctets < fullTextOctets) {
      const at = this.#used;
      this.#room(mostWords);
      this.#subject(subjects[until], at);
      this.#slots[until - from] = this.#slotOf(at, first);
      until++;
    }
    this.#words[count] = this.#written - first;
    if (this.#sentWords.length !== 4 * this.#used)
      this.#sentWords = new Uint8Array(this.#words.buffer, 0, 4 * this.#used);
    if (this.#sentTexts.length !== this.#textOctets) this.#sentTexts = this.#texts.subarray(0, this.#textOctets);
    return { words: this.#sentWords, texts: this.#sentTexts, slots: this.#slots, until };
  }

  /** Where in the frame the subject stands that was written at `at`. @param {number} at @param {number} first */
  #slotOf(at, first) {
    if (this.#used === at + 1) {
      const word = this.#words[at];
      const place = Math.imul(word, 0x9e3779b1) >>> (32 - knownBits);
      const known = this.#knownAt[place];
      if (known >= first && this.#known[place] === word) {
        this.#used = at;
        return known - first;
      }
      this.#known[place] = word;
      this.#knownAt[place] = this.#written;
    }
    return this.#written++ - first;
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
      this.#push(list.length);
      for (let i = 0; i < list.length; i++) {
        this.#push(this.#artists.add(list[i]?.artist));
        this.#push(tagOf(list[i]?.answered));
      }
    } catch {
      this.#used = at;
      for (const word of [unknownCode, noName, noName, 0]) this.#push(word);
    }
  }

  /** @param {Subject} subject @param {number} at */
  #subject(subject, at) {
    this.#used = at + 1;
    try {
      const kind = subject?.kind;
      if (kind === 'artist') this.#words[at] = this.#artist(subject);
      else if (kind === 'engagement') this.#words[at] = this.#engagement(subject);
      else this.#words[at] = malformedSubject;
    } catch {
      this.#used = at + 1;
      this.#words[at] = malformedSubject;
    }
  }

  /** Writes what follows an artist's first word, and gives that word. @param {ArtistSubject} subject */
  #artist({ id, level, consent, verified, artistWorkspace, agencyWorkspace, invitations, partnerships }) {
    const word =
      artistSubject |
      ((this.#levels.get(level) ?? unknownLevel) << 2) |
      (tagOf(consent) << 5) |
      (tagOf(verified) << 8) |
      (this.#name(this.#artists.of(id)) << 11) |
      (this.#name(this.#workspaces.of(artistWorkspace)) << 13) |
      (this.#name(this.#workspaces.of(agencyWorkspace)) << 15) |
      (listTag(invitations) << 17) |
      (listTag(partnerships) << 20);
    const counts = this.#used++;
    const invited = this.#grants(elementsOf(invitations));
    const partners = this.#grants(elementsOf(partnerships));
    if (invited + partners === 0) {
      this.#used = counts;
      return word;
    }
    this.#words[counts] = invited | (partners << 16);
    return word | elementsFollow;
  }

  /** Writes those that name a viewer's workspace; others have nothing to be compared with. @param {any[]} grants */
  #grants(grants) {
    let written = 0;
    const workspaces = this.#workspaces;
    for (let i = 0; i < grants.length; i++) {
      const grant = grants[i];
      const workspace = workspaces.of(grant?.workspace);
      if (workspace < firstName) continue;
      this.#push((workspace << 3) | tagOf(grant.revoked));
      this.#push(this.#instant(grant.expiresAt));
      written++;
    }
    return written;
  }

  /** The same of an engagement. @param {EngagementSubject} subject */
  #engagement({ id, answered, parties }) {
    const word =
      engagementSubject |
      (tagOf(answered) << 2) |
      (tagOf(parties) << 5) |
      (this.#name(this.#artists.of(id)) << 11) |
      (this.#name(this.#artists.of(parties?.artist)) << 13) |
      (this.#name(this.#workspaces.of(parties?.artistWorkspace)) << 15) |
      (this.#name(this.#workspaces.of(parties?.agency)) << 17) |
      (this.#name(this.#workspaces.of(parties?.presenter)) << 19);
    const tag = listTag(parties?.counsel) << 21;
    const count = this.#used++;
    for (const workspace of elementsOf(parties?.counsel)) {
      const number = this.#workspaces.of(workspace);
      if (number >= firstName) this.#push(number);
    }
    if (this.#used === count + 1) {
      this.#used = count;
      return word | tag;
    }
    this.#words[count] = this.#used - count - 1;
    return word | tag | elementsFollow;
  }

  /** A name's two bits in a subject's first word. @param {number} number */
  #name(number) {
    if (number < numberFollows) return number;
    this.#words[this.#used++] = number;
    return numberFollows;
  }

  /** @param {unknown} now */
  #firstInstant(now) {
    this.#textOctets = this.#nowOctets;
    if (now !== this.#now || this.#nowOctets === 0) {
      this.#textOctets = 0;
      this.#lastText = '';
      this.#lastPlace = 0;
      this.#instant(now);
      this.#now = now;
      this.#nowOctets = this.#textOctets;
    }
    this.#lastText = now;
    this.#lastPlace = this.#nowOctets;
    return this.#nowOctets;
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
      this.#sentTexts = noOctets;
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
    if (this.#used >= this.#words.length) this.#room(1);
    this.#words[this.#used++] = word;
  }

  /** @param {number} count */
  #room(count) {
    if (this.#used + count <= this.#words.length) return;
    const larger = new Uint32Array(2 * this.#words.length);
    larger.set(this.#words);
    this.#words = larger;
    this.#sentWords = noOctets;
  }
}
