/**
 * Who may see which part of an artist or an engagement. The rules stand in one table in core
 * (docs/spec/visibility.md); everything here asks that table. A fact that is missing, unknown or malformed hides.
 */

/** From most to least open. A level only ever widens the sight of viewers; it never hides from artist or agency. */
export type VisibilityLevel = 'public' | 'private_listing' | 'stealth_roster' | 'workspace_private';

/** The parts a subject's data is grouped in; the table decides for each group apart. There can be 16 at most. */
export type FieldGroup =
  | 'identity'
  | 'folio'
  | 'contact'
  | 'availability'
  | 'engagement'
  | 'fees'
  | 'documents'
  | 'notes';

/**
 * What a viewer gets of one group: `shown` its value in `fields`, `coarse` the value prepared in `coarse` (nothing when
 * none is prepared), `absent` nothing at all.
 */
export type Sight = 'shown' | 'coarse' | 'absent';

/** Every group's sight. The objects are shared and frozen: compare and read, don't change. */
export type Sights = Readonly<Record<FieldGroup, Sight>>;

/** An invitation or a partnership: a sight given to one workspace, until it expires or is revoked. */
export interface SightGrant {
  workspace: string;
  /**
   * RFC 3339 instant as text of at most 64 octets, such as `2026-11-22T08:00:00Z`. From this instant on the grant is
   * void. Missing, or anything else, such as a `Date`: void.
   */
  expiresAt: string;
  /** Anything but `false` or absent voids the grant at once. */
  revoked?: boolean;
}

/** Values by group. Their content is the caller's; core never looks inside. */
export type GroupedValues = { [G in FieldGroup]?: unknown };

export interface ArtistSubject {
  kind: 'artist';
  id: string;
  level: VisibilityLevel;
  /** The artist's own opt-in to being public (a confirmed payload). Without it `public` counts as `private_listing`. */
  consent: boolean;
  /** Whether the workspace that answers for the artist is verified. If not, the artist counts as `workspace_private`. */
  verified: boolean;
  /** The workspace of the artist's own account; null when the artist has none. */
  artistWorkspace: string | null;
  /** The representing agency's workspace; null when unrepresented. */
  agencyWorkspace: string | null;
  /** Presenters explicitly invited to see the artist; at most 65,535, as in every list. */
  invitations?: SightGrant[];
  /** Partner agencies. */
  partnerships?: SightGrant[];
  fields?: GroupedValues;
  /** What stands in for a group whose sight is `coarse`: for instance busy intervals without titles, a fee range. */
  coarse?: GroupedValues;
}

export interface EngagementSubject {
  kind: 'engagement';
  id: string;
  /** Nobody else ever sees an engagement, whatever the artist's level. */
  parties: {
    /** The artist's id (not a workspace). */
    artist: string;
    artistWorkspace: string | null;
    /** The agency's workspace; null when unrepresented. */
    agency: string | null;
    /** The presenter's workspace. */
    presenter: string;
    /** Workspaces that act as counsel in this engagement. */
    counsel?: string[];
  };
  /**
   * Whether the artist's side has answered the request (held, quoted, …). Until then the presenter sees only its own
   * request. Missing counts as false.
   */
  answered: boolean;
  fields?: GroupedValues;
  coarse?: GroupedValues;
}

export type Subject = ArtistSubject | EngagementSubject;

export type ViewerKind = 'anonymous' | 'artist' | 'agency' | 'presenter' | 'counsel' | 'administrator';

export interface Viewer {
  kind: ViewerKind;
  /** The workspace the viewer acts in; null only for `anonymous`. */
  workspace: string | null;
  /** The artist's id, for a viewer of kind `artist`. */
  artist?: string | null;
  /** Whether the viewer's workspace is verified. Missing counts as false. */
  verified?: boolean;
  /**
   * The engagements in which the viewer's workspace is presenter or counsel. Only those that the
   * artist's side has answered give sight of the artist: asking for somebody doesn't reveal them.
   */
  engagements?: { artist: string; answered: boolean }[];
  /** RFC 3339 instant of the decision, as text of at most 64 octets. */
  now: string;
}

/**
 * Why, for the subject's owner and the record. Never send it to the viewer: it tells that something exists.
 * Visible: `visibility.self`, `.own_agency`, `.partner_agency`, `.invited`, `.engaged_presenter`, `.engaged_counsel`, `.listed`, `.public`,
 * `.party_artist`, `.party_agency`, `.party_presenter`, `.party_counsel`, `.requester`.
 * Not visible: `visibility.artists_see_no_artists`, `.not_a_party`, `.unverified_viewer`, `.invitation_expired`,
 * `.invitation_revoked`, `.partnership_expired`, `.partnership_revoked`, `.not_invited`, `.not_a_partner`,
 * `.not_public`, `.unverified_subject`, `.malformed_subject`, `.malformed_viewer`.
 */
export type VisibilityReason = `visibility.${string}`;

/** The reason a viewer may be told. Absent and hidden are the same. */
export type PublicReason = 'visible' | 'not_found';

export interface Decision {
  visible: boolean;
  /** All `absent` when not visible. */
  fields: Sights;
  reason: VisibilityReason;
  publicReason: PublicReason;
  /** The viewer is the artist or the artist's own agency: may be shown level, audience and reasons. */
  owner: boolean;
}

/** A subject as one viewer gets it: nothing that the table hides is in it. */
export interface Projection {
  kind: 'artist' | 'engagement';
  id: string;
  /** Only the groups with a sight other than `absent` that have a value. */
  fields: GroupedValues;
  /** Which of them are coarse. */
  sights: Sights;
  /** The declared level: for owners only. */
  level?: VisibilityLevel;
}

/** Somebody whose sight is asked for: a viewer with an id and, for the page, a name. */
export interface Candidate extends Omit<Viewer, 'now'> {
  id: string;
  name?: string;
}

/** What a hidden candidate would need. `level:<level>` names the least open level that suffices. */
export type SightNeed = 'verification' | 'invitation' | 'partnership' | 'engagement' | `level:${VisibilityLevel}`;

export interface AudienceEntry {
  /** The candidate's id; `anyone` stands for the anonymous public and search engines. */
  id: string;
  name?: string;
  kind: ViewerKind;
  visible: boolean;
  reason: VisibilityReason;
  fields: Sights;
  /** Any one of these sets would do. Empty when visible, or when nothing would help (other artists). */
  needs: SightNeed[][];
}

export interface AudienceStep {
  level: VisibilityLevel;
  /** Whether this is the level in effect now. */
  current: boolean;
  /** For `public` without the artist's opt-in: `['consent']`; for an unverified subject: `['verification']`. */
  requires: ('consent' | 'verification')[];
  /** Who would see the artist at this level (given what it requires). */
  sees: { id: string; reason: VisibilityReason; fields: Sights }[];
  /** Compared with now: who would begin to see the artist, or more of it. */
  gains: string[];
  /** Compared with now: who would stop seeing the artist, or see less of it. */
  loses: string[];
}

/** Who sees an artist, at each level, and what would change it. For the artist and the artist's own agency only. */
export interface Explanation {
  /** The level that was set. */
  level: VisibilityLevel;
  /** The level in effect. */
  effective: VisibilityLevel;
  /** Why they differ: `visibility.consent_missing` or `visibility.unverified_subject`; null when they don't. */
  held: 'visibility.consent_missing' | 'visibility.unverified_subject' | null;
  /** One entry a candidate, in the order given, after `anyone`. */
  audience: AudienceEntry[];
  /** The four levels, most open first. */
  levels: AudienceStep[];
}

export interface TableRow {
  subject: 'artist' | 'engagement';
  /** `any` for engagements: no level opens or closes them. */
  level: VisibilityLevel | 'any';
  /** The relation between viewer and subject that the row is for. */
  relation: string;
  /** Which viewers can stand in that relation. */
  viewers: ViewerKind[];
  fields: Sights;
}

export interface VisibilityApi {
  /** One decision. Never throws for a malformed subject or viewer: it hides, and says so in `reason`. */
  decide(ask: { subject: Subject; viewer: Viewer }): Decision;
  /**
   * The visible subjects, in their order, each projected. Always the same as `decide` one by one; nothing is cut off.
   * Made for tens of thousands of subjects in one call. Error: `argument.type` when `subjects` is no array.
   */
  filter<S extends Subject>(ask: { subjects: readonly S[]; viewer: Viewer }): Projection[];
  /**
   * "Who can see this artist": audience now, and at each level. Says of each candidate what `decide` says. Errors:
   * `visibility.malformed_now`, `visibility.malformed_subject`, `visibility.malformed_candidate` (one without an id).
   */
  explain(ask: { subject: ArtistSubject; candidates: Candidate[]; now: string }): Explanation;
  /** The whole table as data. */
  table(): TableRow[];
  /** The field groups, in the table's order. */
  groups(): FieldGroup[];
}
