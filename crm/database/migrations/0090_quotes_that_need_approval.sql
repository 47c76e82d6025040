-- Which quotes have to be approved before they go out. New columns with constant defaults lock the one row for a moment;
-- old code may keep running: it lets every quote out.
alter table crm.company_setting
  add column quote_approval text not null default 'never'
    check (quote_approval in ('never', 'discount', 'amount', 'always')),
  -- A discount of one line in per cent, or a sum without tax in the base currency: above it.
  add column quote_approval_limit numeric(18, 2) check (quote_approval_limit >= 0),
  add constraint company_setting_quote_limit
    check ((quote_approval in ('discount', 'amount')) = (quote_approval_limit is not null));
