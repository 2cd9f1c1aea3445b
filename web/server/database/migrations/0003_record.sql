-- What was approved, and the record of everything.

create table approval (
  workspace_id text not null references workspace,
  id text not null,
  type text not null,
  canonical bytea not null,
  digest bytea not null,
  previous bytea,
  purpose text not null,
  intent text not null,
  needs jsonb not null,
  party_ids text[] not null,
  engagement_id text,
  effect jsonb not null,
  state text not null check (state in ('open', 'committed', 'declined', 'expired', 'voided')),
  reason text,
  proposed_by jsonb not null,
  proposed_at timestamptz not null,
  expires_at timestamptz not null,
  closed_at timestamptz,
  primary key (workspace_id, id)
);
create index approval_by_id on approval (id);
create index approval_parties on approval using gin (party_ids);

-- One showing of one approval to one person: what they saw, and the statement that they may sign.
create table presentation (
  workspace_id text not null references workspace,
  id text not null,
  approval_id text not null,
  person_id text not null,
  digest bytea not null,
  view_digest bytea not null,
  nonce text not null,
  statement bytea not null,
  presented_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (workspace_id, id)
);
create unique index presentation_nonce on presentation (workspace_id, nonce);

create table confirmation (
  workspace_id text not null references workspace,
  approval_id text not null,
  need text not null,
  person jsonb not null,
  party_ids text[] not null,
  digest bytea not null,
  view_digest bytea not null,
  statement bytea not null,
  signature bytea not null,
  public_key bytea not null,
  confirmed_at timestamptz not null,
  voided_at timestamptz,
  primary key (workspace_id, approval_id, need)
);

-- One chain a workspace. `canonical` holds the exact octets that `hash` covers; it is never a parsed form.
create table audit_row (
  workspace_id text not null references workspace,
  seq bigint not null,
  engagement_id text,
  entity_id text not null,
  canonical bytea not null,
  prev_hash bytea not null,
  hash bytea not null,
  primary key (workspace_id, seq)
);
create index audit_row_engagement on audit_row (workspace_id, engagement_id, seq);
create index audit_row_entity on audit_row (workspace_id, entity_id, seq);

create table audit_head (
  workspace_id text primary key references workspace,
  rows bigint not null,
  hash bytea not null
);

create function audit_row_is_final() returns trigger language plpgsql
  as $$ begin raise exception 'audit rows are append-only' using errcode = 'restrict_violation'; end $$;
create trigger audit_row_final before update or delete on audit_row
  for each row execute function audit_row_is_final();
create trigger audit_row_stays before truncate on audit_row
  for each statement execute function audit_row_is_final();
