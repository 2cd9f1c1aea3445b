/**
 * A row of each table, as both drivers give it: an instant is a Date, octets are a Uint8Array (PostgreSQL's driver gives a
 * Buffer, which is one), a bigint is a number up to 2^53.
 * Written by `npm run rows` from the catalogue; add a migration, not a line here.
 */
import type { Problem } from '../../client/types/calendar.d.ts';
import type { Engagement, EngagementState } from '../../client/types/engagement.d.ts';
import type { Confirmer, Effect, Need, Proposer, Reader } from '../modules/approvals/service.js';
import type { ReadingProblem } from '../modules/calendars/subscriptions.js';
import type { Guest, Party, Venue } from '../modules/engagements/service.js';

/** A row of `access_code`. */
export interface AccessCodeRow {
  code_hash: string;
  created_at: Date;
  created_by: string;
  expires_at: Date;
  id: string;
  label: string;
  revoked_at: Date | null;
  uses: number;
  uses_left: number;
  workspace_id: string;
}

/** A row of `access_confirmation`. */
export interface AccessConfirmationRow {
  confirmed_at: Date;
  confirmed_by: string;
  entry_id: string;
  workspace_id: string;
}

/** A row of `access_grant`. */
export interface AccessGrantRow {
  approval_id: string;
  brand_id: string | null;
  entitlements: string[];
  expires_at: Date;
  given_at: Date;
  given_by: string;
  id: string;
  person_id: string;
  revoked_at: Date | null;
  role: string | null;
  used_at: Date | null;
  workspace_id: string;
}

/** A row of `access_review`. */
export interface AccessReviewRow {
  entries: number;
  finished_at: Date;
  finished_by: string;
  id: string;
  workspace_id: string;
}

/** A row of `application`. */
export interface ApplicationRow {
  account_person: string;
  account_workspace: string;
  code_id: string | null;
  created_at: Date;
  decided_at: Date | null;
  decided_by: string | null;
  email: string;
  id: string;
  name: string;
  reason: string | null;
  state: 'pending' | 'approved' | 'refused';
  workspace_id: string;
  workspace_kind: 'agency' | 'presenter' | 'artist';
  workspace_name: string;
}

/** A row of `approval`. */
export interface ApprovalRow {
  canonical: Uint8Array;
  closed_at: Date | null;
  digest: Uint8Array;
  effect: Effect;
  engagement_id: string | null;
  expires_at: Date;
  id: string;
  intent: string;
  needs: Need[];
  party_ids: string[];
  previous: Uint8Array | null;
  proposed_at: Date;
  proposed_by: Proposer;
  purpose: string;
  reason: string | null;
  state: 'open' | 'committed' | 'declined' | 'expired' | 'voided';
  type: string;
  workspace_id: string;
}

/** A row of `artist`. */
export interface ArtistRow {
  audience: string[];
  changed_at: Date;
  created_at: Date;
  demo: boolean;
  discipline: string;
  folio: Record<string, unknown>;
  home: string;
  home_verified: boolean;
  id: string;
  level: 'public' | 'private_listing' | 'stealth_roster' | 'workspace_private';
  name: string;
  opted_in: boolean;
  represented: boolean;
  self_workspace: string | null;
  slug: string;
  time_zone: string;
  workspace_id: string;
}

/** A row of `artist_private`. */
export interface ArtistPrivateRow {
  artist_id: string;
  contact: Record<string, unknown>;
  fees: Record<string, unknown>;
  notes: string;
  self_workspace: string | null;
  workspace_id: string;
}

/** A row of `audit_head`. */
export interface AuditHeadRow {
  hash: Uint8Array;
  rows: number;
  workspace_id: string;
}

/** A row of `audit_row`. */
export interface AuditRowRow {
  canonical: Uint8Array;
  engagement_id: string | null;
  entity_id: string;
  hash: Uint8Array;
  prev_hash: Uint8Array;
  seq: number;
  workspace_id: string;
}

/** A row of `brand`. */
export interface BrandRow {
  closed_at: Date | null;
  created_at: Date;
  id: string;
  name: string;
  statement: string;
  workspace_id: string;
}

/** A row of `break_glass`. */
export interface BreakGlassRow {
  ended_at: Date | null;
  expires_at: Date;
  id: string;
  opened_at: Date;
  opened_by: string;
  opened_by_name: string;
  reason: string;
  workspace_id: string;
}

/** A row of `calendar_subscription`. */
export interface CalendarSubscriptionRow {
  asked_at: Date;
  calendar_id: string;
  etag: string | null;
  failures: number;
  host: string;
  last_modified: string | null;
  problem: ReadingProblem | null;
  read_at: Date;
  sealed_address: Uint8Array;
  time_zone: string;
  workspace_id: string;
}

/** A row of `calendar_version`. */
export interface CalendarVersionRow {
  scope: string;
  version: number;
}

/** A row of `confirmation`. */
export interface ConfirmationRow {
  algorithm: number | null;
  approval_id: string;
  authenticator_data: Uint8Array | null;
  client_data: Uint8Array | null;
  confirmed_at: Date;
  digest: Uint8Array;
  method: 'ed25519' | 'webauthn';
  need: string;
  party_ids: string[];
  person: Confirmer;
  public_key: Uint8Array;
  signature: Uint8Array;
  statement: Uint8Array;
  view_digest: Uint8Array;
  voided_at: Date | null;
  workspace_id: string;
}

/** A row of `device_key`. */
export interface DeviceKeyRow {
  added_at: Date;
  name: string;
  person_id: string;
  public_key: string;
  revoked_at: Date | null;
  used_at: Date | null;
  workspace_id: string;
}

/** A row of `due`. */
export interface DueRow {
  due_at: Date;
  engagement_id: string;
  workspace_id: string;
}

/** A row of `engagement`. */
export interface EngagementRow {
  answered: boolean;
  artist_id: string;
  changed_at: Date;
  created_at: Date;
  currency: string | null;
  demo: boolean;
  ends_at: Date;
  fee_minor: number | null;
  guest: Guest | null;
  id: string;
  note: string;
  parties: Party[];
  party_ids: string[];
  place: string;
  starts_at: Date;
  state: EngagementState;
  time_zone: string;
  title: string;
  value: Engagement;
  venue: Venue | null;
  workspace_id: string;
}

/** A row of `factor_challenge`. */
export interface FactorChallengeRow {
  challenge: Uint8Array;
  expires_at: Date;
  person_id: string;
  session_id: string;
  used_at: Date | null;
  workspace_id: string;
}

/** A row of `feed`. */
export interface FeedRow {
  artist_id: string | null;
  created_at: Date;
  engagement_id: string | null;
  id: string;
  kind: 'week' | 'engagement' | 'availability';
  label: string;
  last_fetched_at: Date | null;
  person_id: string;
  revoked_at: Date | null;
  rotated_at: Date | null;
  token_hash: string;
  workspace_id: string;
}

/** A row of `fetch_due`. */
export interface FetchDueRow {
  calendar_id: string;
  claimed_until: Date | null;
  due_at: Date;
  workspace_id: string;
}

/** A row of `imported_calendar`. */
export interface ImportedCalendarRow {
  artist_id: string | null;
  events: number;
  id: string;
  imported_at: Date;
  imported_by: string;
  name: string;
  problems: Problem[];
  source: Uint8Array;
  workspace_id: string;
}

/** A row of `invitation`. */
export interface InvitationRow {
  artist_id: string;
  created_at: Date;
  expires_at: Date;
  id: string;
  invited_id: string;
  invited_name: string;
  revoked_at: Date | null;
  workspace_id: string;
}

/** A row of `letter`. */
export interface LetterRow {
  answered_at: Date | null;
  artist_id: string | null;
  days: number | null;
  email: string | null;
  expires_at: Date;
  id: string;
  kind: 'invitation' | 'partnership' | 'member';
  owner: boolean;
  revoked_at: Date | null;
  roles: string[];
  sent_at: Date;
  sent_by: string;
  token_hash: string;
  workspace_id: string;
}

/** A row of `migration`. */
export interface MigrationRow {
  name: string;
  ran_at: Date;
}

/** A row of `partnership`. */
export interface PartnershipRow {
  expires_at: Date;
  id: string;
  partner_id: string;
  partner_name: string;
  revoked_at: Date | null;
  workspace_id: string;
}

/** A row of `passkey`. */
export interface PasskeyRow {
  added_at: Date;
  counter: number;
  credential_id: string;
  id: string;
  name: string;
  person_id: string;
  public_key: Uint8Array;
  revoked_at: Date | null;
  second_factor: boolean;
  transports: string[];
  used_at: Date | null;
  workspace_id: string;
}

/** A row of `passkey_offer`. */
export interface PasskeyOfferRow {
  challenge: string;
  expires_at: Date;
  person_id: string;
  session_id: string;
  used_at: Date | null;
  workspace_id: string;
}

/** A row of `person`. */
export interface PersonRow {
  created_at: Date;
  demo: boolean;
  email: string;
  entitlements: string[];
  id: string;
  language: 'en' | 'de' | 'fr' | null;
  name: string;
  roles: string[];
  state: 'pending' | 'active' | 'suspended';
  workspace_id: string;
}

/** A row of `presentation`. */
export interface PresentationRow {
  approval_id: string;
  digest: Uint8Array;
  expires_at: Date;
  id: string;
  nonce: string;
  person_id: string;
  presented_at: Date;
  reader: Reader;
  statement: Uint8Array;
  used_at: Date | null;
  view_digest: Uint8Array;
  workspace_id: string;
}

/** A row of `rate_limit`. */
export interface RateLimitRow {
  bucket: string;
  hits: number;
  window_start: Date;
}

/** A row of `second_factor`. */
export interface SecondFactorRow {
  enrolled_at: Date;
  last_step: number;
  person_id: string;
  proven_at: Date | null;
  sealed_seed: Uint8Array;
  workspace_id: string;
}

/** A row of `session`. */
export interface SessionRow {
  created_at: Date;
  expires_at: Date;
  id: string;
  mfa_at: Date | null;
  person_id: string;
  reauthenticated_at: Date | null;
  revoked_at: Date | null;
  seen_at: Date;
  token_hash: string;
  workspace_id: string;
}

/** A row of `setting`. */
export interface SettingRow {
  name: string;
  value: string;
}

/** A row of `sign_in_address`. */
export interface SignInAddressRow {
  email: string;
  person_id: string;
  workspace_id: string;
}

/** A row of `sign_in_link`. */
export interface SignInLinkRow {
  created_at: Date;
  expires_at: Date;
  person_id: string;
  reusable: boolean;
  token_hash: string;
  used_at: Date | null;
  workspace_id: string;
}

/** A row of `workspace`. */
export interface WorkspaceRow {
  created_at: Date;
  demo: boolean;
  id: string;
  kind: 'agency' | 'presenter' | 'artist' | 'counsel' | 'platform';
  language: 'en' | 'de' | 'fr' | null;
  name: string;
  verified: boolean;
}

/** A row of `workspace_shut`. */
export interface WorkspaceShutRow {
  reason: string;
  shut_at: Date;
  shut_by: string;
  state: 'locked' | 'archived';
  was_verified: boolean;
  workspace_id: string;
}
