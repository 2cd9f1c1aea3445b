import type { Text } from './json.d.ts';
import type { Party } from './payloads.d.ts';

/** What a person is shown of a payload: `core.approval.describe` (docs/spec/approval.md, "View"). */

export type Locale = 'en' | 'fr' | 'de';

export type RowKind =
  /** One line of the payload's text. */
  | 'text'
  /** Text with line breaks (`\n`), shown as written. */
  | 'prose'
  | 'id'
  | 'party'
  | 'money'
  | 'moment'
  | 'date'
  | 'venue'
  | 'attachment'
  | 'integer'
  | 'percent'
  | 'choice'
  /** A list without elements; only in payloads that can't be confirmed. */
  | 'empty'
  /** A member that the type does not know, or a value of the wrong kind, as JSON; never in a confirmable payload. */
  | 'raw';

/** A piece of `text`: ordinary characters, or one token that stands for a character which would not be seen. */
export type TextPart =
  | { text: string }
  | {
      /** `⟦U+202E⟧` */
      token: string;
      /** What it is, in the view's language: "right-to-left override". */
      name: string;
    };

export interface Row {
  /** JSON Pointer of what the row shows: `/fee`, `/performances/0/start`. Rows stand in reading order. */
  pointer: string;
  /** The leaves of the payload that the row shows: `['/fee/amountMinor', '/fee/currency']`. Each leaf is in one row. */
  leaves: string[];
  /** Ours, in the view's language: "Fee". Never payload text. */
  label: string;
  kind: RowKind;
  /** What to show first and large. Characters that can't be seen are already tokens. Safe as text, never as HTML. */
  text: string;
  /** Further readings, each on its own line: "EUR 1,250.00 = 125000 minor units", a party's id, UTC, a SHA-256 in full. */
  details: { label: string; text: string; bdi: boolean }[];
  /** `text` cut into pieces; only where it holds a token. */
  parts?: TextPart[];
  /** The text is the payload's own: isolate it (`<bdi>`). */
  bdi: boolean;
  /** What happened to it since `previous`. `before` is the old `text`. */
  change?: { op: 'add' | 'replace'; before: string | null };
  /** Indices into the view's `warnings`. */
  warnings: number[];
}

export interface Section {
  /** Ours: "Money", "Performance 2". */
  title: string;
  /** JSON Pointer of what the section shows; empty for the payload's own members. */
  pointer: string;
  rows: Row[];
}

export type WarningCode =
  /** A bidirectional control: text may show in another order than it is signed. */
  | 'approval.bidi_control'
  /** A character that can't be seen. */
  | 'approval.invisible_character'
  | 'approval.control_character'
  /** Letters of scripts that are not written together within one word. */
  | 'approval.mixed_script'
  /** A name that looks like a known party's and is another. */
  | 'approval.confusable_name'
  /** A known party's name with another id. */
  | 'approval.known_name_other_id'
  /** A known party's id with another name. */
  | 'approval.known_id_other_name'
  | 'approval.total_mismatch'
  | 'approval.currencies_differ'
  | 'approval.currency_changed'
  | 'approval.party_changed'
  | 'approval.past_date'
  | 'approval.near_deadline'
  /** An end that is not after its start. */
  | 'approval.end_before_start';

export interface ViewWarning {
  code: WarningCode;
  severity: 'note' | 'caution' | 'danger';
  /** JSON Pointer of the member. */
  pointer: string;
  /** Octet offset of the member's value, or of the very character, in the canonical payload. */
  offset: number;
  /** One sentence in the view's language, without payload text. */
  message: string;
}

/** Why a payload can't be confirmed. */
export interface ViewRefusal {
  /**
   * `approval.unknown_type`, `approval.unknown_member`, `approval.missing_member`, `approval.wrong_kind`,
   * `approval.out_of_range`, `approval.too_long`, `approval.unknown_currency`, `approval.unknown_zone`,
   * `approval.bad_time`, `approval.wrong_offset`, `approval.noncharacter`, `approval.settlement_mismatch`
   */
  code: `approval.${string}`;
  pointer: string;
  offset: number;
  message: string;
}

export interface Change {
  /** RFC 6902 operation. */
  op: 'add' | 'remove' | 'replace';
  pointer: string;
  label: string;
  /** The old value as its row showed it; null when added. */
  before: string | null;
  /** The new one; null when removed. */
  after: string | null;
}

/** Who must confirm. */
export interface Confirmer {
  side: 'artist' | 'presenter' | 'sender' | 'issuer' | 'workspace';
  /** Any one of these roles suffices. */
  roles: ('artist' | 'agent' | 'presenter' | 'administrator')[];
  /** Where the party stands that they confirm for. */
  pointer: string;
  id: string;
  name: string;
}

export interface PayloadView {
  type: string;
  /** `contract`; null for a type that core does not know. */
  name: string | null;
  locale: Locale;
  /** Our words only, no payload text. */
  intent: {
    /** "Contract" */
    title: string;
    /** "You are about to commit the parties named here to this contract." */
    text: string;
    /** The confirm control's label: "Confirm this contract". */
    confirm: string;
    /** "Decline" */
    decline: string;
  };
  /** Who is bound by it, with their names and ids from the payload. */
  commits: { side: string; pointer: string; id: string; name: string }[];
  confirmers: Confirmer[];
  /** Hex of SHA-256(PAE(type, canonical payload)). */
  digest: string;
  /** `digest` in groups of four, to read aloud. */
  digestGroups: string[];
  /** Hex of SHA-256 over the canonical JSON of this view without `viewDigest`. */
  viewDigest: string;
  confirmable: boolean;
  /** Empty exactly when confirmable. */
  refusals: ViewRefusal[];
  sections: Section[];
  warnings: ViewWarning[];
  /** Empty without `previous`. */
  changes: Change[];
  /** RFC 6902, from `previous` to the payload. */
  patch: unknown[];
  /** How long a confirmation of this type lives, in seconds. */
  lifetimeSeconds: number;
  /** Deadlines in the payload, earliest first, as UTC instants. */
  deadlines: { pointer: string; label: string; at: string }[];
  /** Size of the canonical payload. */
  octets: number;
}

export interface DescribeOptions {
  type: string;
  payload: Text;
  /** The version that was shown or confirmed before. */
  previous?: Text;
  /** Default `en`. A longer tag such as `fr-CH` falls back to its language, an unknown one to `en`. */
  locale?: string;
  /** The reader's IANA zone: times are also given in it where it differs from the payload's. */
  timeZone?: string;
  /** The people and houses that the reader deals with: names are measured against them. */
  knownParties?: Party[];
  /** RFC 3339 instant; without it nothing is said about dates that have passed or deadlines that are close. */
  now?: string;
}
