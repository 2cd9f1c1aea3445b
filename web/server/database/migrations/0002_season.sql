-- The season: artists, engagements, calendars and feeds.

-- `audience` names every workspace that was ever invited, made a partner or engaged: the outer wall. Core looks at what
-- still holds.
create table artist (
  workspace_id text not null references workspace,
  id text not null,
  slug text not null,
  name text not null,
  discipline text not null,
  home text not null,
  time_zone text not null,
  level text not null check (level in ('public', 'private_listing', 'stealth_roster', 'workspace_private')),
  represented boolean not null,
  opted_in boolean not null default false,
  self_workspace text,
  folio jsonb not null default '{}',
  audience text[] not null default '{}',
  home_verified boolean not null,
  demo boolean not null default false,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (workspace_id, id)
);
create unique index artist_slug on artist (workspace_id, slug);
create index artist_by_slug on artist (slug);
create index artist_by_id on artist (id);
create index artist_self on artist (self_workspace);
create index artist_name on artist (name, id);

-- What only the roster that an artist is on, and the artist, may read at all.
create table artist_private (
  workspace_id text not null,
  artist_id text not null,
  self_workspace text,
  contact jsonb not null default '{}',
  fees jsonb not null default '{}',
  notes text not null default '',
  primary key (workspace_id, artist_id),
  foreign key (workspace_id, artist_id) references artist
);

create table invitation (
  workspace_id text not null,
  artist_id text not null,
  invited_id text not null,
  invited_name text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  primary key (workspace_id, artist_id, invited_id),
  foreign key (workspace_id, artist_id) references artist
);

-- One booking. It lives with the workspace that represents the artist; every party's workspace is named in party_ids.
-- `value` is the engagement as core's state machine holds it; the columns beside it are what queries need of it.
create table engagement (
  workspace_id text not null references workspace,
  id text not null,
  artist_id text not null,
  title text not null,
  state text not null,
  answered boolean not null default false,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  time_zone text not null,
  place text not null,
  venue jsonb,
  value jsonb not null,
  parties jsonb not null,
  party_ids text[] not null,
  fee_minor bigint,
  currency text,
  guest jsonb,
  note text not null default '',
  demo boolean not null default false,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, artist_id) references artist
);
create index engagement_time on engagement (workspace_id, starts_at);
create index engagement_parties on engagement using gin (party_ids);
create index engagement_by_id on engagement (id);
create index engagement_artist on engagement (workspace_id, artist_id, starts_at);

-- Which engagement the clock has to look at next, for every tenant: ids and instants, nothing else.
create table due (
  workspace_id text not null,
  engagement_id text not null,
  due_at timestamptz not null,
  primary key (workspace_id, engagement_id)
);
create index due_next on due (due_at);

-- A calendar that somebody brought: its octets as they came, read anew by the core whenever busy time is asked for.
create table imported_calendar (
  workspace_id text not null references workspace,
  id text not null,
  artist_id text,
  name text not null,
  source bytea not null,
  events integer not null,
  problems jsonb not null,
  imported_by text not null,
  imported_at timestamptz not null,
  primary key (workspace_id, id)
);

create table feed (
  workspace_id text not null references workspace,
  id text not null,
  token_hash text not null,
  kind text not null check (kind in ('week', 'engagement', 'availability')),
  label text not null,
  person_id text not null,
  engagement_id text,
  artist_id text,
  created_at timestamptz not null,
  rotated_at timestamptz,
  last_fetched_at timestamptz,
  revoked_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, person_id) references person
);
create unique index feed_hash on feed (workspace_id, token_hash);
create index feed_by_hash on feed (token_hash);
