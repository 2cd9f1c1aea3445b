-- The walls of a tenant's table, in one place: row-level security, forced on its owner too, one policy for the workspace's own
-- rows, and the rights of the role that the server works as. Further policies of a table stand with it.

do $$ begin
  create role cuelight_app nologin nosuperuser nobypassrls nocreatedb nocreaterole noinherit;
exception when duplicate_object or unique_violation then null;
end $$;

create function protect_tenant_table(tenant_table text, rights text default 'select, insert, update', key text default 'workspace_id')
returns void language plpgsql as $$
begin
  execute format('alter table %I enable row level security', tenant_table);
  execute format('alter table %I force row level security', tenant_table);
  execute format('grant %s on %I to cuelight_app', rights, tenant_table);
  execute format('create policy own on %I using (%I = cuelight_workspace())', tenant_table, key);
end $$;
revoke execute on function protect_tenant_table from public;
