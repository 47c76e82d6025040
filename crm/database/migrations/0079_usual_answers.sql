-- How long promises of a kind usually took, for the forecast of those that run.
create index sla_clock_kept on crm.sla_clock (policy_code, metric, ended_at) where met_at is not null;
