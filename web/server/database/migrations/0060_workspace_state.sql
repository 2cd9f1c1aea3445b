-- Elevated operations: workspaces that are locked or archived, and administrators' openings of one.

-- Why a workspace is shut. Locked and archived are two facts, so that restoring gives back what was. Without a row it is open.
create table workspace_shut (
  workspace_id text not null references workspace,
  state text not null check (state in ('locked', 'archived')),
  reason text not null,
  shut_by text not null,
  shut_at timestamptz not null,
  was_verified boolean not null,
  primary key (workspace_id, state)
);

-- An opening for reading, of one workspace by one administrator, for an hour at most. Its row is the workspace's, which reads
-- who opened it without reaching into the platform's people.
create table break_glass (
  workspace_id text not null references workspace,
  id text not null,
  reason text not null,
  opened_by text not null,
  opened_by_name text not null,
  opened_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  primary key (workspace_id, id),
  check (expires_at > opened_at and expires_at <= opened_at + interval '60 minutes')
);
create index break_glass_by_id on break_glass (id);

select protect_tenant_table(name, 'select, insert') from unnest(array['workspace_shut', 'break_glass']) name;
grant delete, update (was_verified) on workspace_shut to cuelight_app;
-- What was opened, by whom and why, is written once.
grant update (ended_at) on break_glass to cuelight_app;
create policy probed on break_glass for select using (id = cuelight_presented());
-- Whoever runs the platform sees what is shut and what is opened, and nothing within it.
create policy platform on workspace_shut for select using (cuelight_workspace() = 'ws_platform');
create policy platform on break_glass for select using (cuelight_workspace() = 'ws_platform');
