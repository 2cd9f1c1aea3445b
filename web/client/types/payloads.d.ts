/**
 * What is approved: the payload types and what their JSON holds, member by member. Every text is bounded and free of
 * noncharacters; no member may be null; no number may have a fraction; a list that is present holds at least one element.
 * An unknown or missing member makes a payload unconfirmable.
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
