/**
 * @file Facts for core in its packed form (docs/spec/visibility.md, "Packed form"). Compares names with the viewer's and
 * copies flags; decides nothing. What isn't what it should be becomes a fact that hides.
 */

/** @typedef {import('./types/visibility.d.ts').ArtistSubject} ArtistSubject */
/** @typedef {import('./types/visibility.d.ts').EngagementSubject} EngagementSubject */
/** @typedef {import('./types/visibility.d.ts').Subject} Subject */
/** @typedef {import('./types/visibility.d.ts').Viewer} Viewer */

const headerWords = 3;
const flagBits = 10;
const malformed = 0;
const maxSubjects = 1 << 15;
const maxGrants = 0xffff;
const maxTextOctets = 1 << 23;
const maxInstantOctets = 64;
const unknownKind = 255;

/** A name that can equal another. @param {unknown} value @returns {string | undefined} */
const nameOf = (value) => (typeof value === 'string' && value !== '' ? value : undefined);

/** @param {unknown} value @param {number} bit */
const flag = (value, bit) => (value === true ? 1 << bit : 0);

/**
 * @param {import('./visibility.js').Vocabulary} vocabulary
 */
export function packer({ levels, viewers }) {
  const kindCodes = new Map(viewers.map((name, code) => [/** @type {unknown} */ (name), code]));

  let words = new Uint32Array(256);
  let used = 0;
  let texts = new Uint8Array(256);
  let textOctets = 0;
  /** The last instant that was written, and the one that stands first, where it stays from call to call. @type {unknown} */
  let lastText = '';
  let lastReference = 0;
  /** @type {unknown} */
  let now = '';
  let nowReference = 0;

  /** What core was asked about, counted over all calls, and where a subject without grants stands among that by its word. */
  let asked = 0;
  const askedAs = new Float64Array(1 << flagBits).fill(-1);
  let slots = new Uint16Array(256);

  /** @param {number} word */
  function push(word) {
    if (used === words.length) {
      const larger = new Uint32Array(2 * words.length);
      larger.set(words);
      words = larger;
    }
    words[used++] = word;
  }

  /** Writes an instant's text and gives its place; 0, which refers to nothing, for what can't be one. @param {unknown} text */
  function reference(text) {
    if (text === lastText) return lastReference;
    if (typeof text !== 'string' || text.length > maxInstantOctets) return 0;
    if (textOctets + text.length > texts.length) {
      const larger = new Uint8Array(2 * texts.length);
      larger.set(texts);
      texts = larger;
    }
    const from = textOctets;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit > 0x7e) return 0;
      texts[from + i] = unit;
    }
    textOctets += text.length;
    lastText = text;
    lastReference = (from << 8) | text.length;
    return lastReference;
  }

  /**
   * Writes the grants of a list that name the viewer's workspace.
   * @param {unknown} list
   * @param {number} invitation
   * @param {string | undefined} workspace
   * @returns {number} how many, or -1 when it is no list
   */
  function pushGrants(list, invitation, workspace) {
    if (list === undefined || list === null) return 0;
    if (!Array.isArray(list)) return -1;
    let count = 0;
    for (let i = 0; i < list.length; i++) {
      const grant = list[i];
      if (workspace === undefined || grant?.workspace !== workspace) continue;
      const revoked = grant.revoked !== undefined && grant.revoked !== false;
      push(invitation | (revoked ? 2 : 0));
      push(reference(grant.expiresAt));
      count++;
    }
    return count;
  }

  /**
   * @param {ArtistSubject} subject
   * @param {string | undefined} workspace
   * @param {string | undefined} artist
   * @param {Set<string> | undefined} engaged
   */
  function pushArtist(subject, workspace, artist, engaged) {
    const at = used;
    push(malformed);
    const { id } = subject;
    const level = levels.indexOf(subject.level);
    if (nameOf(id) === undefined || level < 0) return;
    const invitations = pushGrants(subject.invitations, 1, workspace);
    const partnerships = pushGrants(subject.partnerships, 0, workspace);
    const grants = invitations + partnerships;
    if (invitations < 0 || partnerships < 0 || grants > maxGrants) {
      used = at + 1;
      return;
    }
    words[at] =
      1 |
      (level << 2) |
      flag(subject.consent, 4) |
      flag(subject.verified, 5) |
      flag(id === artist, 6) |
      flag(workspace !== undefined && subject.artistWorkspace === workspace, 7) |
      flag(workspace !== undefined && subject.agencyWorkspace === workspace, 8) |
      flag(engaged?.has(id), 9) |
      (grants << 16);
  }

  /**
   * @param {EngagementSubject} subject
   * @param {string | undefined} workspace
   * @param {string | undefined} artist
   */
  function pushEngagement(subject, workspace, artist) {
    const { parties } = subject;
    const counsel = parties?.counsel ?? [];
    if (
      nameOf(subject.id) === undefined ||
      typeof parties !== 'object' ||
      parties === null ||
      !Array.isArray(counsel)
    ) {
      push(malformed);
      return;
    }
    push(
      2 |
        flag(subject.answered, 4) |
        flag(artist !== undefined && parties.artist === artist, 5) |
        flag(workspace !== undefined && parties.artistWorkspace === workspace, 6) |
        flag(workspace !== undefined && parties.agency === workspace, 7) |
        flag(workspace !== undefined && parties.presenter === workspace, 8) |
        flag(workspace !== undefined && counsel.includes(workspace), 9),
    );
  }

  /**
   * Which one in the frame the subject is whose words begin at `at`; takes them back when they are there already.
   * @param {number} at
   * @param {number} first the first that this frame asks about
   */
  function slotOf(at, first) {
    const word = words[at];
    if (word >> flagBits === 0) {
      if (askedAs[word] >= first) {
        used = at;
        return askedAs[word] - first;
      }
      askedAs[word] = asked;
    }
    return asked++ - first;
  }

  /** The artists with whom the viewer's workspace has an answered engagement. @param {Viewer} viewer */
  function engagedArtists({ engagements }) {
    if (!Array.isArray(engagements) || engagements.length === 0) return undefined;
    return new Set(engagements.filter((e) => e?.answered === true && nameOf(e.artist)).map((e) => e.artist));
  }

  /**
   * Packs subjects from `from` on, as many as one frame takes; those that core can't tell apart, because they have the same
   * flags and no grants, are one in the frame. `slots` says for each subject which one. Everything is valid until the next
   * call.
   * @param {readonly Subject[]} subjects
   * @param {Viewer} viewer
   * @param {number} from
   */
  return (subjects, viewer, from) => {
    const who = viewer ?? {};
    const workspace = nameOf(who.workspace);
    const artist = nameOf(who.artist);
    const engaged = engagedArtists(who);
    used = headerWords;
    if (who.now !== now) {
      textOctets = 0;
      lastText = '';
      lastReference = 0;
      now = who.now;
      nowReference = reference(now);
    }
    textOctets = nowReference & 0xff;
    lastText = now;
    lastReference = nowReference;
    words[0] =
      (kindCodes.get(who.kind) ?? unknownKind) |
      flag(who.verified, 8) |
      flag(workspace !== undefined, 9) |
      flag(artist !== undefined, 10);
    words[1] = nowReference;
    const end = Math.min(subjects.length, from + maxSubjects);
    if (slots.length < end - from) slots = new Uint16Array(end - from);
    const first = asked;
    let until = from;
    for (; until < end && textOctets < maxTextOctets; until++) {
      const subject = subjects[until];
      const at = used;
      if (subject?.kind === 'artist') pushArtist(subject, workspace, artist, engaged);
      else if (subject?.kind === 'engagement') pushEngagement(subject, workspace, artist);
      else push(malformed);
      slots[until - from] = slotOf(at, first);
    }
    words[2] = asked - first;
    const frame = new Uint8Array(words.buffer, 0, 4 * used);
    return { frame, texts: texts.subarray(0, textOctets), slots, until };
  };
}
