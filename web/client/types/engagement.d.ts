/**
 * One booking from request to settlement, as a state machine of plain values: the same table decides in the server and
 * explains in the page (docs/spec/engagement.md). Nothing here acts: `next` computes what would be, and what persons
 * must approve before it may be stored.
 */

export type EngagementState =
  | 'new'
  | 'requested'
  | 'held'
  | 'quoted'
  | 'accepted'
  | 'contracting'
  | 'executed'
  | 'performed'
  | 'cancelled'
  | 'settling'
  | 'disputed'
  | 'declined'
  | 'withdrawn'
  | 'released'
  | 'expired'
  | 'void'
  | 'settled'
  | 'closed';

/** No event leaves these. */
export type TerminalState = 'declined' | 'withdrawn' | 'released' | 'expired' | 'void' | 'settled' | 'closed';

export type EngagementEventType =
  | 'request'
  | 'decline'
  | 'withdraw'
  | 'place_hold'
  | 'promote'
  | 'challenge'
  | 'receive_challenge'
  | 'end_challenge'
  | 'uphold'
  | 'release'
  | 'extend_hold'
  | 'expire'
  | 'quote'
  | 'accept'
  | 'draft_contract'
  | 'approve_contract'
  | 'void'
  | 'unconfirm'
  | 'issue_invoice'
  | 'record_payment'
  | 'perform'
  | 'cancel'
  | 'propose_settlement'
  | 'agree_settlement'
  | 'dispute'
  | 'close';

/** `artist` side: the agency, or the artist when unrepresented. `clock`: the server, when a deadline has passed. */
export type Side = 'artist' | 'presenter' | 'clock';

/** All instants are RFC 3339 with `Z` or an offset; digests are lower-case hex of 32 octets. */
export interface Engagement {
  id: string;
  state: EngagementState;
  /** Counts events; the server stores the result only over the version it was computed from. */
  version: number;
  artist: string;
  /** The agency's workspace; null when unrepresented. */
  agency: string | null;
  /** The presenter's workspace. */
  presenter: string;
  start: string;
  end: string;
  hold?: { rank: number; expiresAt: string; firm?: boolean };
  /** A lower hold is ready: confirm (`uphold`) or `release` before the deadline. Both sides see the same instant. */
  challenge?: { by: string; deadline: string };
  /** This engagement has challenged those ranked above it. */
  challenging?: { deadline: string };
  quote?: { version: number; digest: string; validUntil?: string };
  contract?: { version: number; digest: string; approvedBy: ('artist' | 'presenter')[] };
  invoices?: { id: string; kind: 'deposit' | 'balance' | 'other'; digest: string; state: 'issued' | 'paid' }[];
  settlement?: { version: number; digest: string; agreedBy: ('artist' | 'presenter')[] };
  cancelled?: { cause: CancelCause; by: Side };
}

export type CancelCause = 'force_majeure' | 'presenter' | 'artist';

export interface EngagementActor {
  id: string;
  kind: 'person' | 'automation' | 'clock';
  /** The workspace acted for: decides the side. */
  workspace: string;
  /** The artist's id, for an artist acting for himself. */
  artist?: string | null;
}

export interface EngagementEvent {
  type: EngagementEventType;
  actor: EngagementActor;
  /**
   * Digest of the exact payload: required for `quote`, `accept`, `draft_contract`, `approve_contract`, `issue_invoice`,
   * `record_payment`, `propose_settlement`, `agree_settlement`. An approval must name the digest that stands.
   */
  digest?: string;
  /** `place_hold`, `extend_hold`: when the hold lapses. */
  expiresAt?: string;
  /** `challenge`: the answer's deadline, 24 to 48 hours from now. Absent: 48 hours. */
  deadline?: string;
  /** `receive_challenge`, `end_challenge`: the challenging engagement. */
  by?: string;
  /** `promote`: the new rank. */
  rank?: number;
  /** `quote`: until when it may be accepted. */
  validUntil?: string;
  /** `issue_invoice`, `record_payment`. */
  invoice?: { id: string; kind?: 'deposit' | 'balance' | 'other' };
  /** `cancel`. */
  cause?: CancelCause;
  /** What the caller knows beyond this engagement. */
  facts?: {
    /**
     * Other live holds on the same artist and time. Required where ranks are given or close up: `place_hold`,
     * `extend_hold`, `challenge`, `uphold`, `unconfirm`, and any end of an engagement that has a hold; also `accept`
     * when challenged.
     */
    holds?: { id: string; rank: number; firm?: boolean }[];
    /** Other engagements of the same artist that are accepted or later: `accept`, `uphold`, the last `approve_contract`. */
    confirmed?: { id: string; start: string; end: string }[];
  };
}

/** What a person must confirm, byte for byte, before the new state may be stored. */
export interface Requirement {
  payloadType: 'message' | 'request' | 'hold' | 'challenge' | 'quote' | 'contract' | 'invoice' | 'settlement';
  /** Which role of page 1 confirms. */
  role: 'artist' | 'agent' | 'presenter';
  side: 'artist' | 'presenter';
}

/** What the same transaction must do to other engagements: apply these events to them, in this order. */
export interface EngagementEffect {
  engagement: string;
  event: Pick<EngagementEvent, 'type' | 'rank' | 'deadline' | 'by'>;
}

/** The body of the audit row; the server adds its own sequence and the chain. */
export interface EngagementAudit {
  action: `engagement.${EngagementEventType}`;
  engagement: string;
  actor: string;
  actorKind: EngagementActor['kind'];
  side: Side;
  at: string;
  from: EngagementState;
  to: EngagementState;
  version: number;
  digest?: string;
}

export type NextResult =
  | {
      engagement: Engagement;
      /** Empty: may be stored at once. */
      requires: Requirement[];
      effects: EngagementEffect[];
      audit: EngagementAudit;
      refused?: undefined;
    }
  | {
      /**
       * `engagement.malformed`, `.unknown_event`, `.not_a_party`, `.terminal`, `.wrong_state`, `.wrong_side`,
       * `.automation_never_commits`, `.deadline_passed`, `.deadline_not_passed`, `.deadline_out_of_range`,
       * `.member_missing`, `.fact_missing`, `.stale_digest`, `.already_approved`, `.double_booking`, `.rank_taken`,
       * `.nobody_above`, `.firm_above`, `.already_challenging`, `.not_challenged`, `.already_issued`,
       * `.unknown_invoice`, `.already_paid`, `.not_over_yet`.
       */
      refused: { code: `engagement.${string}`; message: string };
      engagement?: undefined;
    };

export interface AllowedEvent {
  type: EngagementEventType;
  requires: Requirement[];
}

export interface EngagementRow {
  event: EngagementEventType;
  from: EngagementState[];
  /** `same` keeps the state. */
  to: EngagementState | 'same';
  sides: Side[];
  payloadType: Requirement['payloadType'] | null;
  automation: boolean;
}

export interface EngagementApi {
  /** The engagement after `event`, or why not. Pure: same values, same answer; the clock is `now` (RFC 3339). */
  next(ask: { engagement: Engagement; event: EngagementEvent; now: string }): NextResult;
  /** The events that this actor may bring about now, facts and digests aside. */
  events(ask: { engagement: Engagement; actor: EngagementActor; now: string }): AllowedEvent[];
  /** The whole table as data. */
  table(): EngagementRow[];
}
