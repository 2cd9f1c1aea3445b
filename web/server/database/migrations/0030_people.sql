-- People: letters that invite, partnerships that are accepted, and whose record a probed id belongs to.

-- A letter is sent to one mail address and answered once by whoever signs in with it: an invitation to see an artist, the
-- offer of a partnership, or a place in the workspace. The address is forgotten with the answer.
create table letter (
  workspace_id text not null references workspace,
  id text not null,
  kind text not null check (kind in ('invitation', 'partnership', 'member')),
  token_hash text not null,
  email text,
  artist_id text,
  roles text[] not null default '{}',
  owner boolean not null default false,
  days integer,
  sent_by text not null,
  sent_at timestamptz not null,
  expires_at timestamptz not null,
  answered_at timestamptz,
  revoked_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, artist_id) references artist,
  check ((kind = 'invitation') = (artist_id is not null))
);
create index letter_hash on letter (token_hash);
create index letter_by_id on letter (id);
select protect_tenant_table('letter');
create policy presented on letter for select using (token_hash = cuelight_presented());
create policy probed on letter for select using (id = cuelight_presented());

-- Grants get a name of their own, by which they are revoked.
alter table invitation add column id text not null default 'inv_' || replace(gen_random_uuid()::text, '-', '');
alter table partnership add column id text not null default 'par_' || replace(gen_random_uuid()::text, '-', '');
create unique index invitation_id on invitation (workspace_id, id);
create unique index partnership_id on partnership (workspace_id, id);

create index invitation_by_id on invitation (id);
create index partnership_by_id on partnership (id);
create index person_by_id on person (id);
create index session_by_id on session (id);
create index passkey_by_id on passkey (id);
create index device_key_by_key on device_key (public_key);
create policy probed on invitation for select using (id = cuelight_presented());
create policy probed on partnership for select using (id = cuelight_presented());
create policy probed on person for select using (id = cuelight_presented());
create policy probed on session for select using (id = cuelight_presented());
create policy probed on passkey for select using (id = cuelight_presented());
create policy probed on device_key for select using (public_key = cuelight_presented());

-- Whoever runs the platform verifies workspaces: their names and kinds, nothing within them.
create policy platform on workspace for select using (cuelight_workspace() = 'ws_platform');

-- Whoever leaves a workspace may be asked into another.
grant delete on sign_in_address to cuelight_app;
