-- Working calendars are set by administrators: a team may have one, for its members who have none of their own. The new
-- nullable column locks team for a moment; old code may keep running.
alter table crm.team add column calendar_code text references crm.working_calendar (code);
create index team_calendar_code on crm.team (calendar_code) where calendar_code is not null;
create index user_calendar_code on crm."user" (calendar_code) where calendar_code is not null;
