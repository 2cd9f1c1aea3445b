-- Proving again who one is: passkeys as a second factor, and how old the last proof is.

-- A passkey counts as a second factor when its owner had none yet, or had just given the one that she had: whoever only
-- reads her mail can't make one. Those that are there already prove nothing of the kind.
alter table passkey add column second_factor boolean not null default false;

-- The last full proof: a fresh sign-in of who has no second factor, else the second factor.
alter table session add column reauthenticated_at timestamptz;

-- The challenge that a session's passkey answers: one at a time, for five minutes, used once.
create table factor_challenge (
  workspace_id text not null,
  session_id text not null,
  person_id text not null,
  challenge bytea not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (workspace_id, session_id),
  foreign key (workspace_id, person_id) references person
);
select protect_tenant_table('factor_challenge', 'select, insert, update, delete');

-- How often a code could be used at first, beside how often it still can.
alter table access_code add column uses integer;
update access_code set uses = uses_left;
alter table access_code alter column uses set not null;
create index access_code_by_id on access_code (id);
