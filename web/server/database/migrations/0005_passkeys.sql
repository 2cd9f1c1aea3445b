-- The keys that people sign confirmations with: passkeys (WebAuthn), and names for device keys.

-- `public_key` is a COSE_Key (RFC 9052), as the authenticator gave it; `counter` goes up with each use, where it counts.
create table passkey (
  workspace_id text not null,
  id text not null,
  person_id text not null,
  credential_id text not null,
  name text not null,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null default '{}',
  added_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, person_id) references person
);
create unique index passkey_credential on passkey (workspace_id, credential_id);
create index passkey_person on passkey (workspace_id, person_id);

-- The challenge of the passkey that a person is about to make: one at a time, for the session that asked, used once.
create table passkey_offer (
  workspace_id text not null,
  person_id text not null,
  session_id text not null,
  challenge text not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (workspace_id, person_id),
  foreign key (workspace_id, person_id) references person
);

alter table device_key add column name text not null default '', add column used_at timestamptz;

-- What the reader's page was told besides the octets, so that the view can be computed once more.
alter table presentation add column reader jsonb not null default '{}';

-- A passkey's confirmation keeps what its signature covers.
alter table confirmation
  add column method text not null default 'ed25519' check (method in ('ed25519', 'webauthn')),
  add column algorithm integer,
  add column authenticator_data bytea,
  add column client_data bytea,
  add constraint confirmation_passkey check (
    method <> 'webauthn' or (algorithm is not null and authenticator_data is not null and client_data is not null));

select protect_tenant_table(name) from unnest(array['passkey', 'passkey_offer']) name;
