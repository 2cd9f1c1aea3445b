-- Calendars that are read again and again from an address, and how often what a calendar shows has changed.

-- What was read last stands in imported_calendar like any other; this is where it comes from and how that went. The
-- address is often a secret itself, so it is sealed with a key derived from CUELIGHT_SECRET.
create table calendar_subscription (
  workspace_id text not null,
  calendar_id text not null,
  sealed_address bytea not null,
  host text not null,
  time_zone text not null,
  etag text,
  last_modified text,
  asked_at timestamptz not null,
  read_at timestamptz not null,
  failures integer not null default 0,
  problem jsonb,
  primary key (workspace_id, calendar_id),
  foreign key (workspace_id, calendar_id) references imported_calendar on delete cascade
);

-- Which of them is to be read next, for every tenant, and which a server reads just now: ids and instants, nothing else.
create table fetch_due (
  workspace_id text not null,
  calendar_id text not null,
  due_at timestamptz not null,
  claimed_until timestamptz,
  primary key (workspace_id, calendar_id),
  foreign key (workspace_id, calendar_id) references imported_calendar on delete cascade
);
create index fetch_due_next on fetch_due (due_at);

-- A number that rises with every change to what a calendar may show, so that a feed that was rendered once can be told
-- from one that is out of date. Its row stays locked until the change is there for everybody: ids and numbers, nothing else.
create table calendar_version (
  scope text primary key,
  version bigint not null
);

create function calendar_changed(scopes text[]) returns void language sql as $$
  insert into calendar_version (scope, version)
    select distinct scope, 1 from unnest(scopes) as scope where scope is not null order by scope
    on conflict (scope) do update set version = calendar_version.version + 1
$$;

create function engagement_changed() returns trigger language plpgsql as $$
begin
  perform calendar_changed(new.party_ids || new.workspace_id || new.artist_id
    || case when tg_op = 'UPDATE' then old.party_ids else '{}' end);
  return null;
end $$;
create trigger engagement_version after insert or update on engagement
  for each row execute function engagement_changed();

create function imported_calendar_changed() returns trigger language plpgsql as $$
begin
  perform calendar_changed(array[case when tg_op = 'DELETE' then old.artist_id else new.artist_id end]);
  return null;
end $$;
create trigger imported_calendar_version after insert or update or delete on imported_calendar
  for each row execute function imported_calendar_changed();

select protect_tenant_table('calendar_subscription');
grant select, insert, update on fetch_due, calendar_version to cuelight_app;
