-- The walls: row-level security forced on every tenant table, and the rights of the role that the server works as.
-- They are the outer wall, as wide as the widest answer core may give; core decides within it.

select protect_tenant_table('workspace', key => 'id');
select protect_tenant_table(name)
from unnest(array[
  'partnership', 'person', 'sign_in_address', 'application', 'access_code', 'sign_in_link', 'session',
  'second_factor', 'device_key', 'artist', 'artist_private', 'invitation', 'engagement', 'imported_calendar', 'feed', 'approval',
  'presentation', 'confirmation', 'audit_row', 'audit_head']) name;

-- Found by what is presented: the hash of a secret, an address, or the id whose owner is to be told of a probe.
create policy presented on sign_in_address for select using (email = cuelight_presented());
create policy presented on sign_in_link for select using (token_hash = cuelight_presented());
create policy presented on session for select using (token_hash = cuelight_presented());
create policy presented on feed for select using (token_hash = cuelight_presented());
create policy probed on artist for select using (id = cuelight_presented());
create policy probed on engagement for select using (id = cuelight_presented());
create policy probed on approval for select using (id = cuelight_presented());
create policy probed on feed for select using (id = cuelight_presented());
create policy probed on imported_calendar for select using (id = cuelight_presented());

-- Seen across tenants.
create policy listed on artist for select using (
  self_workspace = cuelight_workspace()
  or (level = 'public' and opted_in and home_verified)
  or (level in ('public', 'private_listing') and cuelight_listing())
  or cuelight_workspace() = any (audience));
create policy self on artist_private for select using (self_workspace = cuelight_workspace());
create policy invited on invitation for select using (invited_id = cuelight_workspace());
create policy partner on partnership for select using (partner_id = cuelight_workspace());
create policy party on engagement using (cuelight_workspace() = any (party_ids));
create policy party on approval using (cuelight_workspace() = any (party_ids));
create policy party on confirmation using (cuelight_workspace() = any (party_ids));

-- Nobody rewrites the record; what may be forgotten is named.
revoke update on audit_row from cuelight_app;
grant delete on session, sign_in_link, imported_calendar to cuelight_app;
grant select, insert, update, delete on rate_limit, due to cuelight_app;
grant select on setting to cuelight_app;
grant insert on setting to cuelight_app;
