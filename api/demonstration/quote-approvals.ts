/**
 * Quotes for which Anna asks the head of sales: one approved and sent, one refused, one just approved, and one that waits
 * for him at whatever hour the visitor comes.
 */
import type { RecordView } from '#crm';
import type { Core } from '../core.ts';
import type { Agenda } from './agenda.ts';
import type { Cast } from './cast.ts';
import { openTask } from './open-ends.ts';

const PROCESS = 'quote-approval';
const HOUR_MS = 3_600_000;
const DEALS_MAX = 200;

interface Ask {
  /** So many hours before the present it is asked for, and so many later decided. */
  readonly hours: number;
  readonly decidedAfter: number | null;
  readonly outcome?: 'approved' | 'refused';
  readonly remark?: string;
  readonly isSent?: boolean;
}

const ASKS: readonly Ask[] = [
  {
    ...{ hours: 40 * 24, decidedAfter: 3, outcome: 'approved', isSent: true },
    remark: 'Fine: they stay for three years.',
  },
  {
    ...{ hours: 9 * 24, decidedAfter: 2, outcome: 'refused' },
    remark: 'Скидка на обучение слишком велика: не больше пяти процентов.',
  },
  { ...{ hours: 26, decidedAfter: 1, outcome: 'approved' }, remark: 'As agreed on the telephone.' },
  { hours: 1, decidedAfter: null },
];

/** Who decides when is said here; nobody else does such a task. */
export function isQuoteApproval({ processKey }: { readonly processKey: string }): boolean {
  return processKey === PROCESS;
}

export function askForApprovals(
  agenda: Agenda,
  { core, cast, now }: { readonly core: Core; readonly cast: Cast; readonly now: Date },
): void {
  for (const [index, ask] of ASKS.entries()) {
    const at = (laterHours: number): Date => new Date(now.getTime() - (ask.hours - laterHours) * HOUR_MS);
    const quote = { id: '' };
    agenda.add(at(0), async () => {
      quote.id = await askFor(core, cast, index);
    });
    if (ask.decidedAfter === null) continue;
    agenda.add(at(ask.decidedAfter), () => decide(core, cast, quote.id, ask));
    if (ask.isSent) agenda.add(at(ask.decidedAfter + 1), () => move(core, cast, quote.id, 'sent'));
  }
}

/** A quote of one of Anna's open deals, with its lines. */
async function askFor(core: Core, cast: Cast, index: number): Promise<string> {
  const user = cast.person('Anna Petrova');
  const deal = (await openDeals(core, cast))[index];
  if (!deal) throw new Error('Expected Anna to have open deals in the demonstration.');
  const fields = { deal: deal.id, owner: user.id };
  const quote = await core.crm.records.create({ user }, { entity: 'quote', fields });
  await move(core, cast, quote.id, 'in_approval');
  await core.engine.runDueJobs();
  return quote.id;
}

async function openDeals({ crm }: Core, cast: Cast): Promise<readonly RecordView[]> {
  const user = cast.person('Anna Petrova');
  const { items } = await crm.records.list({ user }, { entity: 'deal', limit: DEALS_MAX });
  return items
    .filter(({ fields }) => fields.owner === user.id && !fields.closedAt && fields.amountFromLines === true)
    .toSorted((a, b) => a.id.localeCompare(b.id));
}

async function move({ crm }: Core, cast: Cast, id: string, status: string): Promise<void> {
  const user = cast.person('Anna Petrova');
  await crm.records.update({ user }, { entity: 'quote', id, fields: { status } });
}

async function decide(core: Core, cast: Cast, recordId: string, { outcome, remark }: Ask): Promise<void> {
  const task = await openTask(core, { entity: 'quote', recordId }, 'approve');
  if (!task) throw new Error('Expected the quote to wait for approval.');
  const actor = { kind: 'user' as const, id: cast.person('Dmitry Sokolov').id };
  await core.engine.completeUserTask(
    { taskId: task.id, outcome, variables: { remark: remark ?? null } },
    { actor },
  );
}
