/** The widgets of the home by name. Each reads what it shows itself, through the route of its part. */
import type { ComponentType } from 'react';
import type { HomeWidget } from '#contract';
import { FailedStarts, UnusualExportsNote } from './admin-widgets.tsx';
import { Exceptions, Processes, TeamLoad } from './process-widgets.tsx';
import { MyDeals, MyTickets, RottingDeals } from './record-widgets.tsx';
import { Calls, Overdue, Pool, Questions, Recent, Today } from './work-widgets.tsx';

export const WIDGETS: Readonly<Record<HomeWidget, ComponentType>> = {
  today: Today,
  overdue: Overdue,
  calls: Calls,
  questions: Questions,
  pool: Pool,
  recent: Recent,
  exceptions: Exceptions,
  teamLoad: TeamLoad,
  processes: Processes,
  failedStarts: FailedStarts,
  unusualExports: UnusualExportsNote,
  myDeals: MyDeals,
  rottingDeals: RottingDeals,
  myTickets: MyTickets,
};
