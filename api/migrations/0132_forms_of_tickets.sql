-- Forms also make tickets, and their submissions say which. A new column, and a check that is replaced: both lock the
-- table for a moment (the rows are few and are read once). The version before may keep running: it makes leads only.

alter table app.web_form_submission
  add column ticket_id uuid,
  drop constraint web_form_submission_outcome_check,
  add constraint web_form_submission_outcome_check check (outcome in ('lead', 'attached', 'ticket', 'spam'));
