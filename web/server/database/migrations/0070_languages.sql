-- The language that a person reads, and the one of a workspace for those who chose none; null: what the browser asks for.

alter table person add language text check (language in ('en', 'de', 'fr'));
alter table workspace add language text check (language in ('en', 'de', 'fr'));
