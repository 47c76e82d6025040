-- What ends on a later day may be a main link until then; which links are current is asked by the date. The lock on the
-- table is held for a moment, and the version before may keep running: it still refuses what it refused by itself.
alter table crm.account_contact drop constraint account_contact_check1;
