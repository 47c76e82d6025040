-- Who has answered the offer of the tour, by taking it or not. New table; old code may keep running.
create table app.tour (
  user_id uuid primary key,
  answered_at timestamptz not null default clock_timestamp()
);
