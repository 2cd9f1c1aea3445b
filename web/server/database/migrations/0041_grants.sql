-- Grants: time-limited roles in a brand, and entitlements; and the review of who has access at all.

-- A name that a workspace works under. Whoever writes in it holds an explicit grant for it.
create table brand (
  workspace_id text not null references workspace,
  id text not null,
  name text not null,
  statement text not null default '',
  created_at timestamptz not null,
  closed_at timestamptz,
  primary key (workspace_id, id)
);
create index brand_by_id on brand (id);

-- Made by the approval that was confirmed; it ends with its day, or when it is revoked.
create table access_grant (
  workspace_id text not null references workspace,
  id text not null,
  person_id text not null,
  role text,
  brand_id text,
  entitlements text[] not null default '{}',
  approval_id text not null,
  given_by text not null,
  given_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, person_id) references person,
  foreign key (workspace_id, brand_id) references brand,
  check (role is not null or cardinality(entitlements) > 0),
  check (brand_id is null or role is not null)
);
create index access_grant_person on access_grant (workspace_id, person_id);
create index access_grant_by_id on access_grant (id);

-- The last word on each entry of the review: that it shall stay.
create table access_confirmation (
  workspace_id text not null references workspace,
  entry_id text not null,
  confirmed_by text not null,
  confirmed_at timestamptz not null,
  primary key (workspace_id, entry_id)
);

-- Every review that was finished.
create table access_review (
  workspace_id text not null references workspace,
  id text not null,
  entries integer not null,
  finished_by text not null,
  finished_at timestamptz not null,
  primary key (workspace_id, id)
);

select protect_tenant_table(name) from unnest(array['brand', 'access_grant', 'access_confirmation', 'access_review']) name;
create policy probed on brand for select using (id = cuelight_presented());
create policy probed on access_grant for select using (id = cuelight_presented());
