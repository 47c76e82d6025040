/** Who planned to be reminded of an activity is told in time, once for each start: one that is moved reminds again. */
import type { Transactions, Unit } from '../database/transaction.ts';
import { REMINDER_MINUTES_MAX } from './activity.entity.ts';
import { notify } from '../notifications/notify.ts';
import type { CrmActor, CrmClock, CrmIds } from '../ports.ts';

export interface ReminderService {
  /** Tells whose time has come, on whichever node; gives how many were told. */
  sweep(): Promise<number>;
}

const SWEEP_MAX = 200;
/** What began longer ago than this is no news to anybody, as after a standstill of the product. */
const LATE_MINUTES_MAX = 60;
const SYSTEM: CrmActor = { kind: 'system', id: null };

const TAKE = `
  with due as (
    select a.id from crm.activity a
    where a.reminder_minutes is not null and a.deleted_at is null and a.status in ('planned', 'in_progress')
      and a.owner_id is not null and a.reminded_of is distinct from a.planned_start
      and a.planned_start between $1::timestamptz - make_interval(mins => ${LATE_MINUTES_MAX})
        and $1::timestamptz + make_interval(mins => ${REMINDER_MINUTES_MAX})
      and a.planned_start - make_interval(mins => a.reminder_minutes) <= $1
    order by a.planned_start, a.id limit ${SWEEP_MAX} for update skip locked)
  update crm.activity a set reminded_of = a.planned_start from due where a.id = due.id
  returning a.id, a.owner_id as "ownerId", a.planned_start as "plannedStart"`;

interface Due {
  readonly id: string;
  readonly ownerId: string;
  readonly plannedStart: Date;
}

export function createReminderService(ports: {
  readonly transactions: Transactions;
  readonly clock: CrmClock;
  readonly ids: CrmIds;
}): ReminderService {
  const { transactions, clock, ids } = ports;
  const sweepOnce = async (unit: Unit): Promise<number> => {
    const { rows } = await unit.client.query<Due>(TAKE, [clock.now()]);
    for (const { id, ownerId, plannedStart } of rows)
      await notify(unit, ids, [ownerId], {
        ...{ kind: 'reminder', entity: 'activity', recordId: id, actor: SYSTEM, at: clock.now() },
        text: plannedStart.toISOString(),
      });
    return rows.length;
  };
  return {
    async sweep() {
      let told = 0;
      for (let taken = SWEEP_MAX; taken === SWEEP_MAX; told += taken)
        taken = await transactions.run(null, sweepOnce);
      return told;
    },
  };
}
