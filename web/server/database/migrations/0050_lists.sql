-- Lists: what a page of a roster needs is read in a few statements, however long the page.

-- Workspaces by their ids, where an owner is told who sees an artist: names, kinds and whether they are verified.
create policy presented on workspace for select using (id = any (string_to_array(cuelight_presented(), ',')));

-- The newest approvals first.
create index approval_newest on approval (proposed_at desc, id desc);
