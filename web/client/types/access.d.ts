/**
 * Who may do what. Roles and entitlements permit inside one's own workspace, never across; what can't be judged is
 * refused, and says which fact was missing. The table of actions stands in docs/spec/access.md.
 */

/** Roles of a booking workspace. */
export type Role =
  | 'member'
  | 'substitute'
  | 'librarian'
  | 'personnel_manager'
  | 'artist'
  | 'agent'
  | 'presenter'
  | 'counsel'
  | 'administrator';

/** The brand hierarchy, highest first: a role permits what its own and lower ranks permit, inside its tenant. */
export type BrandRole =
  | 'root'
  | 'super_admin'
  | 'agency_admin'
  | 'org_admin'
  | 'brand_admin'
  | 'brand_member'
  | 'agency_member'
  | 'creator'
  | 'viewer';

export type Entitlement =
  | 'CAN_EXPORT_REPORTS'
  | 'CAN_EXPORT_AUDIT'
  | 'CAN_MANAGE_MEMBERS'
  | 'CAN_MANAGE_DOCUMENTS'
  | 'CAN_MANAGE_WORKSPACE';

/** The actions core knows; any other string is refused with `access.unknown_action`. `actions()` lists them all. */
export type Action =
  | 'profile.read'
  | 'profile.update'
  | 'week.read'
  | 'call.answer'
  | 'personnel.assign'
  | 'library.manage'
  | 'roster.read'
  | 'roster.manage'
  | 'audience.read'
  | 'visibility.propose'
  | 'visibility.publish'
  | 'invitation.grant'
  | 'invitation.revoke'
  | 'partnership.grant'
  | 'partnership.revoke'
  | 'engagement.read'
  | 'engagement.request'
  | 'engagement.represent'
  | 'engagement.present'
  | 'approval.read'
  | 'approval.propose'
  | 'approval.confirm'
  | 'approval.decline'
  | 'document.read'
  | 'document.upload'
  | 'document.delete'
  | 'calendar.read'
  | 'calendar.import'
  | 'calendar.delete'
  | 'feed.read'
  | 'feed.create'
  | 'feed.rotate'
  | 'feed.revoke'
  | 'audit.read'
  | 'audit.export'
  | 'report.export'
  | 'member.read'
  | 'member.invite'
  | 'member.change_role'
  | 'member.remove'
  | 'access.review'
  | 'grant.give'
  | 'grant.revoke'
  | 'session.read'
  | 'session.revoke'
  | 'factor.change'
  | 'application.review'
  | 'workspace.verify'
  | 'code.issue'
  | 'code.revoke'
  | 'platform.read'
  | 'workspace.update'
  | 'workspace.transfer'
  | 'workspace.lock'
  | 'workspace.archive'
  | 'workspace.delete'
  | 'workspace.break_glass'
  | 'brand.read'
  | 'brand.create_content'
  | 'brand.write'
  | 'brand.manage'
  | 'org.manage'
  | 'agency.manage'
  | 'tenant.govern'
  | 'platform.govern';

/** An explicit grant for brand-scoped writes. */
export interface BrandGrant {
  brand: string;
  /** What the grant makes of its holder in this brand; absent: whatever the actor's own roles are. */
  role?: BrandRole;
  /** RFC 3339 instant from which the grant is void; absent: until revoked. */
  expiresAt?: string;
  revoked?: boolean;
}

export interface Actor {
  id: string;
  /** Automation (an AI, a job, a token) may read, draft and propose; it never confirms and never holds power. */
  kind: 'person' | 'automation';
  /** `pending` and `locked` accounts may read their own profile and sessions, nothing else. */
  status: 'active' | 'pending' | 'locked';
  workspace: string;
  /** Unknown names permit nothing. */
  roles: (Role | BrandRole)[];
  entitlements?: string[];
  grants?: BrandGrant[];
  /** RFC 3339 instant of the last proof of a second factor in this session. Administrators' actions need one, and theirs that take an entitlement. */
  mfaAt?: string | null;
  /** RFC 3339 instant of the last full re-authentication. Elevated actions need one at most 15 minutes old. */
  reauthenticatedAt?: string | null;
}

export interface Resource {
  /** What it is: `engagement`, `workspace`, `member`, `artist`, …; for the record only. */
  kind: string;
  id?: string;
  /** The tenant that the resource belongs to. */
  workspace: string;
  /** Workspaces that are party to it beside its own (an engagement's presenter and counsel). */
  parties?: string[];
  /** The person it belongs to, for one's own profile, sessions and feeds. */
  owner?: string | null;
  /** The brand, for `brand.*` actions. */
  brand?: string;
  /** What a grant would give, for `grant.give`: held without both. */
  roles?: string[];
  entitlements?: string[];
  /** How many owners (or last grants) would remain. Actions that could orphan a workspace are held without it. */
  ownersAfter?: number;
}

/**
 * `allowed`; `forbidden` (403: own tenant, not permitted); `not_found` (404: another's, indistinguishable from
 * absent); `step_up` (prove again, then retry); `held` (a fact is missing: not evaluated, so not permitted).
 */
export type AccessAnswer = 'allowed' | 'forbidden' | 'not_found' | 'step_up' | 'held';

/**
 * `access.allowed`, `access.unknown_action`, `access.account_pending`, `access.account_locked`,
 * `access.cross_tenant`, `access.role_missing`, `access.entitlement_missing`, `access.grant_missing`,
 * `access.not_owner`, `access.rank_exceeded`, `access.not_grantable`, `access.automation_never_confirms`, `access.mfa_required`,
 * `access.reauthentication_required`, `access.sole_owner`, `access.fact_missing`.
 */
export type AccessReason = `access.${string}`;

export interface Permission {
  allowed: boolean;
  answer: AccessAnswer;
  reason: AccessReason;
  /** What would help: `mfa`, `reauthentication`, `entitlement:CAN_…`, `role:…`, `grant:<brand>`, `fact:resource.…`. */
  needs: string[];
}

/** One rule of a policy checkpoint. A rule that core doesn't know, or whose fact is missing, never passes. */
export interface CheckpointRule {
  id: string;
  /** Name of a member of `facts`; `now` is always the given clock. */
  fact: string;
  /** `equals`, `one_of` (value is an array), `at_most` and `at_least` (integers), `before` and `after` (instants). */
  op: 'equals' | 'one_of' | 'at_most' | 'at_least' | 'before' | 'after';
  value: unknown;
  /** What a rule that fails does; absent: `block`. */
  onFail?: 'block' | 'hold';
}

export interface CheckpointVerdict {
  /** `pass` only when every rule was evaluated and held. `block` wins over `hold`. */
  outcome: 'pass' | 'hold' | 'block';
  /** Every rule that did not pass, in order. */
  failed: {
    rule: string;
    code:
      | 'access.checkpoint_failed'
      | 'access.checkpoint_missing_fact'
      | 'access.checkpoint_unknown_rule'
      | 'access.checkpoint_empty';
    fact: string;
  }[];
  /** Facts that were not given. */
  missing: string[];
}

export interface ActionRow {
  action: Action;
  /** Any one of these roles permits. `self`: the owner of the resource, whatever the role. */
  roles: string[];
  entitlement: string | null;
  /** Parties of the resource's other side may do it too. */
  parties: boolean;
  person: boolean;
  mfa: boolean;
  elevated: boolean;
  soleOwner: boolean;
  grant: boolean;
  /** Gives no more than the giver has. */
  giving: boolean;
  /** Pending and locked accounts too. */
  inactive: boolean;
}

export interface AccessApi {
  /** Never throws for what it is asked about: what can't be judged is refused, with its reason. */
  permits(ask: { actor: Actor; action: Action | (string & {}); resource: Resource; now: string }): Permission;
  /** Evaluates a policy checkpoint, failing closed. */
  checkpoint(ask: { rules: CheckpointRule[]; facts: Record<string, unknown>; now: string }): CheckpointVerdict;
  /** The whole table of actions as data. */
  actions(): ActionRow[];
}
