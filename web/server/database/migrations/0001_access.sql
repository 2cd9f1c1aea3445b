-- Who may come in: workspaces, people, applications, codes, links and sessions.
--
-- Every tenant table carries workspace_id first in its key and has row-level security forced on it. The server works as
-- cuelight_app, which owns nothing and can't bypass that security; who it acts for stands in four settings that live as
-- long as one transaction (see database/identity.js):
--   cuelight.workspace   the workspace acted for
--   cuelight.person      the person, where there is one
--   cuelight.listing     'on' when that workspace is a verified presenter, who may look through private listings
--   cuelight.presented   a secret's hash, an address or an id by whose possession one row may be found

create function cuelight_workspace() returns text language sql stable parallel safe
  as $$ select nullif(current_setting('cuelight.workspace', true), '') $$;
create function cuelight_person() returns text language sql stable parallel safe
  as $$ select nullif(current_setting('cuelight.person', true), '') $$;
create function cuelight_listing() returns boolean language sql stable parallel safe
  as $$ select coalesce(current_setting('cuelight.listing', true), '') = 'on' $$;
create function cuelight_presented() returns text language sql stable parallel safe
  as $$ select nullif(current_setting('cuelight.presented', true), '') $$;

create table workspace (
  id text primary key,
  name text not null,
  kind text not null check (kind in ('agency', 'presenter', 'artist', 'counsel', 'platform')),
  verified boolean not null default false,
  demo boolean not null default false,
  created_at timestamptz not null
);

-- A partner agency may look through the private listings of another, until a day.
create table partnership (
  workspace_id text not null references workspace,
  partner_id text not null,
  partner_name text not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  primary key (workspace_id, partner_id)
);

create table person (
  workspace_id text not null references workspace,
  id text not null,
  name text not null,
  email text not null,
  roles text[] not null,
  entitlements text[] not null default '{}',
  state text not null default 'active' check (state in ('pending', 'active', 'suspended')),
  demo boolean not null default false,
  created_at timestamptz not null,
  primary key (workspace_id, id)
);

-- One address signs in to one workspace. The address is the key, so that no two tenants can hold it.
create table sign_in_address (
  email text primary key,
  workspace_id text not null,
  person_id text not null,
  foreign key (workspace_id, person_id) references person
);

create table application (
  workspace_id text not null references workspace,
  id text not null,
  email text not null,
  name text not null,
  workspace_name text not null,
  workspace_kind text not null check (workspace_kind in ('agency', 'presenter', 'artist')),
  state text not null default 'pending' check (state in ('pending', 'approved', 'refused')),
  reason text,
  code_id text,
  account_workspace text not null,
  account_person text not null,
  created_at timestamptz not null,
  decided_at timestamptz,
  decided_by text,
  primary key (workspace_id, id)
);
create unique index application_pending on application (workspace_id, email) where state = 'pending';

create table access_code (
  workspace_id text not null references workspace,
  id text not null,
  code_hash text not null,
  label text not null,
  uses_left integer not null check (uses_left >= 0),
  created_at timestamptz not null,
  created_by text not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  primary key (workspace_id, id)
);
create unique index access_code_hash on access_code (workspace_id, code_hash);

create table sign_in_link (
  workspace_id text not null,
  token_hash text not null,
  person_id text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  reusable boolean not null default false,
  primary key (workspace_id, token_hash),
  foreign key (workspace_id, person_id) references person
);
create index sign_in_link_hash on sign_in_link (token_hash);

create table session (
  workspace_id text not null,
  token_hash text not null,
  id text not null,
  person_id text not null,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  mfa_at timestamptz,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  primary key (workspace_id, token_hash),
  foreign key (workspace_id, person_id) references person
);
create index session_hash on session (token_hash);

-- The second factor (RFC 6238). The seed is sealed with a key derived from CUELIGHT_SECRET.
create table second_factor (
  workspace_id text not null,
  person_id text not null,
  sealed_seed bytea not null,
  last_step bigint not null default 0,
  enrolled_at timestamptz not null,
  proven_at timestamptz,
  primary key (workspace_id, person_id),
  foreign key (workspace_id, person_id) references person
);

-- Keys that people sign confirmations with.
create table device_key (
  workspace_id text not null,
  person_id text not null,
  public_key text not null,
  added_at timestamptz not null,
  revoked_at timestamptz,
  primary key (workspace_id, person_id, public_key),
  foreign key (workspace_id, person_id) references person
);

-- Counters of requests, shared by every process. Not a tenant's: it holds keyed hashes only.
create table rate_limit (
  bucket text not null,
  window_start timestamptz not null,
  hits integer not null,
  primary key (bucket, window_start)
);

-- What a deployment remembers of itself, such as whether the demo season was laid.
create table setting (
  name text primary key,
  value text not null
);
