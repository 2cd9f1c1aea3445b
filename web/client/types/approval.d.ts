import type { Into, Text } from './json.d.ts';

/**
 * What is approved, byte for byte: digests, the described view, signatures, receipts. Specified in
 * docs/spec/approval.md. A payload is the canonical JSON of one of the types below; its `type` is the DSSE payload type.
 */

/** `application/vnd.cuelight.<name>+json` for every payload type that core can describe. */
export type PayloadType =
  | 'application/vnd.cuelight.message+json'
  | 'application/vnd.cuelight.request+json'
  | 'application/vnd.cuelight.hold+json'
  | 'application/vnd.cuelight.challenge+json'
  | 'application/vnd.cuelight.quote+json'
  | 'application/vnd.cuelight.contract+json'
  | 'application/vnd.cuelight.invoice+json'
  | 'application/vnd.cuelight.settlement+json'
  | 'application/vnd.cuelight.publication+json'
  | 'application/vnd.cuelight.export-release+json'
  | 'application/vnd.cuelight.access-grant+json';

/* ------------------------------------------------------------------ payloads: what their JSON holds, member by member
 * Every text is bounded and free of noncharacters; no member may be null; no number may have a fraction; a list that is
 * present holds at least one element. An unknown or missing member makes a payload unconfirmable. */

/** Letters, digits and `._:-`, 1 to 128. */
export type Id = string;
/** `2026-03-14`. */
export type PlainDate = string;

/** Somebody by name and by stable id. */
export interface Party {
  id: Id;
  /** At most 200 characters. */
  name: string;
}
/** An exact amount in the currency's minor unit: EUR 1,250.00 is `{ amountMinor: 125000, currency: 'EUR' }`. */
export interface Money {
  /** An integer within ±(2^53−1). */
  amountMinor: number;
  /** ISO 4217, upper case, with a known exponent. */
  currency: string;
}
/** An instant as its place's clock shows it, and whose clock that is. */
export interface Moment {
  /** RFC 3339 to the second with `Z` or the zone's offset at that instant: `2026-03-15T01:00:00+01:00`. */
  at: string;
  /** IANA time zone of the place: `Europe/Zurich`. */
  zone: string;
}
export interface Venue {
  name: string;
  city: string;
  /** ISO 3166-1 alpha-2, upper case. */
  country: string;
}
export interface Performance {
  start: Moment;
  end?: Moment;
  venue: Venue;
  note?: string;
}
/** A file, bound by its hash. */
export interface Attachment {
  name: string;
  /** Lower-case hex. */
  sha256: string;
  octets: number;
}
/** One item of a sum. */
export interface Line {
  label: string;
  amount: Money;
}

interface Versioned {
  id: Id;
  /** 1, 2, …: a new version for every change. */
  version: number;
}
interface OfEngagement extends Versioned {
  engagement: Id;
  artist: Party;
  /** Absent when the artist acts for herself. */
  agency?: Party;
  presenter: Party;
}

export interface MessagePayload extends Versioned {
  engagement?: Id;
  from: Party;
  to: Party[];
  subject: string;
  /** At most 20,000 characters. */
  body: string;
  attachments?: Attachment[];
}
export interface RequestPayload extends Versioned {
  artist: Party;
  presenter: Party;
  performances: Performance[];
  programme?: string;
  budget?: Money;
  message?: string;
  respondBy?: Moment;
}
export interface HoldPayload extends OfEngagement {
  performances: Performance[];
  /** 1 for a first hold, 2 for a second, … */
  rank: number;
  expires: Moment;
  note?: string;
}
export interface ChallengePayload extends OfEngagement {
  performances: Performance[];
  /** The rank of the hold that is challenged. */
  rank: number;
  answerBy: Moment;
  note?: string;
}
export interface QuotePayload extends OfEngagement {
  performances: Performance[];
  programme?: string;
  fee: Money;
  /** When present, they add up to `fee`. */
  lines?: Line[];
  terms?: Clause[];
  validUntil: Moment;
}
export interface Clause {
  heading: string;
  text: string;
}
export interface Instalment {
  label: string;
  due: PlainDate;
  amount: Money;
}
export interface ContractPayload extends OfEngagement {
  performances: Performance[];
  programme: string;
  fee: Money;
  /** When present, they add up to `fee`. */
  lines?: Line[];
  /** When present, they add up to `fee`. */
  payments?: Instalment[];
  terms: Clause[];
  rider?: Attachment;
  attachments?: Attachment[];
  governingLaw: string;
  signBy: Moment;
}
export interface InvoiceLine {
  label: string;
  quantity: number;
  unit: Money;
  /** quantity × unit. */
  amount: Money;
}
export interface Tax {
  label: string;
  /** 810 is 8.10 %. */
  rateBasisPoints: number;
  amount: Money;
}
export interface InvoicePayload extends Versioned {
  engagement: Id;
  number: string;
  kind: 'deposit' | 'balance' | 'other';
  issuer: Party;
  recipient: Party;
  issued: PlainDate;
  due: PlainDate;
  lines: InvoiceLine[];
  /** The sum of `lines`. */
  net: Money;
  taxes?: Tax[];
  /** `net` and `taxes`. */
  total: Money;
  account?: { holder: string; iban: string; bic?: string };
  reference?: string;
}
export interface SettlementPayload extends OfEngagement {
  /**
   * `guarantee`: the guarantee is due. `versus`: the guarantee or the share, whichever is more. `plus`: the guarantee
   * and the share of what exceeds the threshold.
   */
  formula: 'guarantee' | 'versus' | 'plus';
  guarantee: Money;
  grossReceipts: Money;
  deductions?: Line[];
  /** Of 10,000; 8500 is 85 %. Shares are rounded down to the minor unit. */
  shareBasisPoints: number;
  threshold?: Money;
  alreadyPaid: Money;
  /** Recomputed; one minor unit's difference makes the payload unconfirmable. */
  result: { netReceipts: Money; share: Money; due: Money; balance: Money };
}
export interface PublicationPayload extends Versioned {
  artist: Party;
  from: 'public' | 'private_listing' | 'stealth_roster' | 'workspace_private';
  to: 'public' | 'private_listing' | 'stealth_roster' | 'workspace_private';
  /** Who asks for the change. */
  proposedBy: Party;
  effective: Moment;
  note?: string;
}
export interface ExportReleasePayload extends Versioned {
  workspace: Party;
  recipient: Party;
  purpose: string;
  contents: string[];
  from?: PlainDate;
  until?: PlainDate;
  rows: number;
  file: Attachment;
}
export interface AccessGrantPayload extends Versioned {
  workspace: Party;
  grantee: Party;
  roles: string[];
  entitlements?: string[];
  reason: string;
  expires: Moment;
}

/* ------------------------------------------------------------------------------------------------------------- the view */

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

/* ------------------------------------------------------------------------------------------------- signatures, receipts */

export interface Statement {
  /** Hex digest of the payload. */
  digest: string;
  /** Hex digest of the view that was shown. */
  viewDigest: string;
  /** `confirm` or `decline`. */
  purpose: 'confirm' | 'decline';
  /** The workspace that it is done for. */
  tenant: string;
  /** Lower-case hex, 16 to 64 octets, used once. */
  nonce: string;
  /** RFC 3339 instant, `Z`. */
  expiresAt: string;
  signer: { id: string; name: string };
}

export interface SignedEnvelope {
  payloadType: string;
  /** Base64 (RFC 4648 section 4). */
  payload: string;
  signatures: { keyid?: string; sig: string }[];
}

export interface ReceiptReport {
  /** Every confirmation's signature and binding hold, and there is at least one. False while a passkey is unchecked. */
  ok: boolean;
  type: string;
  digest: string;
  confirmations: {
    signer: { id: string; name: string };
    purpose: 'confirm' | 'decline';
    tenant: string;
    expiresAt: string;
    viewDigest: string;
    method: 'ed25519' | 'webauthn';
    /** `unchecked`: a passkey's signature, which the caller must verify over `signedOctets` (hex) with `publicKey`. */
    signature: 'valid' | 'invalid' | 'unchecked';
    /** `approval.receipt_*` codes; empty when everything that was checked holds. */
    problems: string[];
    /** Hex: an Ed25519 key's 32 octets, or a passkey's SubjectPublicKeyInfo. */
    publicKey: string;
    signedOctets?: string;
    /** The passkey's own signature and algorithm (hex, COSE number), for the caller's check. */
    signatureOctets?: string;
    algorithm?: number;
  }[];
  problems: string[];
}

export interface ApprovalApi {
  /** Canonicalises, then hashes: SHA-256 of DSSE's PAE(type, canonical payload). Throws what `json.canonicalize` throws, and `approval.bad_type`. `into` takes the canonical octets. */
  digest(ask: { type: string; payload: Text } & Into): { digest: Uint8Array; hex: string; canonical: Uint8Array };
  /**
   * The same, hashed by the platform where it has a faster SHA-256 than WebAssembly can reach: WebCrypto in pages (a secure
   * context; core hashes elsewhere), OpenSSL in Node. What `digest` throws rejects the promise. Octets of `payload` and of
   * `into` are read and written before it returns.
   */
  digestAsync(ask: { type: string; payload: Text } & Into): Promise<{
    digest: Uint8Array;
    hex: string;
    canonical: Uint8Array;
  }>;
  /**
   * What a person is shown: a pure function of the arguments. A payload that JSON accepts always gets a view; whether
   * it may be confirmed stands in it.
   */
  describe(ask: DescribeOptions): PayloadView;
  /** The payload types that core can describe. */
  types(): {
    name: string;
    type: PayloadType;
    lifetimeSeconds: number;
    confirmers: { side: Confirmer['side']; roles: Confirmer['roles'] }[];
  }[];
  /** An Ed25519 key pair (RFC 8032) from 32 secret octets. `secretKey` has 64 octets: seed and public key. */
  keyPair(seed: Uint8Array): { publicKey: Uint8Array; secretKey: Uint8Array };
  /** An Ed25519 signature (64 octets) over PAE(type, canonical payload). */
  sign(ask: { type: string; payload: Text; secretKey: Uint8Array }): Uint8Array;
  /** Whether the signature holds. A malformed or small-order key or signature: false. */
  verify(ask: { type: string; payload: Text; signature: Uint8Array; publicKey: Uint8Array }): boolean;
  /** DSSE's octets to be signed: PAE(type, canonical payload). For keys that live elsewhere (WebCrypto). */
  signingOctets(ask: { type: string; payload: Text }): Uint8Array;
  /** A DSSE envelope as canonical JSON text. */
  envelope(ask: { type: string; payload: Text; signatures: { keyid?: string; signature: Uint8Array }[] }): string;
  /**
   * Opens a DSSE envelope: the payload's octets exactly as they were signed, with the key ids whose signatures hold.
   * @throws {CuelightError} `approval.bad_envelope`, `approval.bad_base64`, `approval.not_canonical`,
   *   `approval.no_valid_signature` (fewer than `threshold`, default 1, of `keys` signed)
   */
  open(ask: { envelope: Text; keys: { keyid?: string; publicKey: Uint8Array }[]; threshold?: number }): {
    type: string;
    payload: Uint8Array;
    signedBy: number[];
  };
  /**
   * What a confirmer signs: the canonical octets, and their digest, which is a passkey's challenge. Its `type` is
   * `application/vnd.cuelight.statement+json`; a device key signs it with `sign`.
   * @throws {CuelightError} `approval.bad_statement`
   */
  statement(statement: Statement): { type: string; canonical: Uint8Array; digest: Uint8Array; hex: string };
  /** Checks an offline receipt (docs/spec/approval.md, "Receipt"). Throws only when it is no receipt at all. */
  verifyReceipt(receipt: Text): ReceiptReport;
}
