/**
 * Contracts on their way to the signature: the process that owns the stage of negotiation is at work on a few deals. One
 * waits for the head of sales to sign, the others for their owners; the board does not let go of these deals meanwhile.
 */
import type { RecordView } from '#crm';
import type { Core } from '../core.ts';
import type { Agenda } from './agenda.ts';
import type { Cast } from './cast.ts';
import { openTask } from './open-ends.ts';

const PROCESS = 'contract-signing';
const STAGE = 'negotiation';
const HOUR_MS = 3_600_000;
const DEALS_MAX = 200;

interface Contract {
  /** So many hours before the present it is asked for, and so many later agreed with the customer. */
  readonly hours: number;
  readonly agreedAfter: number | null;
  readonly terms?: string;
}

const CONTRACTS: readonly Contract[] = [
  { hours: 30, agreedAfter: 7, terms: 'Paid by quarter; support from the first day.' },
  { hours: 26, agreedAfter: null },
  { hours: 3, agreedAfter: null },
];

/** Who does what when is said here; nobody else does such a task. */
export function isContract({ processKey }: { readonly processKey: string }): boolean {
  return processKey === PROCESS;
}

export function signContracts(
  agenda: Agenda,
  { core, cast, now }: { readonly core: Core; readonly cast: Cast; readonly now: Date },
): void {
  for (const [index, contract] of CONTRACTS.entries()) {
    const at = (laterHours: number): Date =>
      new Date(now.getTime() - (contract.hours - laterHours) * HOUR_MS);
    agenda.add(at(0), async () => {
      const deal = await dealOf(core, cast, index);
      await core.engine.startInstance(
        { processKey: PROCESS, variables: { deal: { $record: 'deal', id: deal.id } } },
        { actor: ownerOf(deal) },
      );
      await core.engine.runDueJobs();
    });
    if (contract.agreedAfter !== null)
      agenda.add(at(contract.agreedAfter), async () => {
        await agree(core, await dealOf(core, cast, index), contract);
      });
  }
}

async function dealOf({ crm }: Core, cast: Cast, index: number): Promise<RecordView> {
  const user = cast.person('Dmitry Sokolov');
  const { items } = await crm.records.list({ user }, { entity: 'deal', limit: DEALS_MAX });
  const deal = items
    .filter(({ fields }) => fields.stage === STAGE)
    .toSorted((a, b) => a.id.localeCompare(b.id))[index];
  if (!deal) throw new Error('Expected deals in negotiation in the demonstration.');
  return deal;
}

function ownerOf({ fields }: RecordView): { readonly kind: 'user'; readonly id: string } {
  return { kind: 'user', id: String(fields.owner) };
}

async function agree(core: Core, deal: RecordView, { terms = '' }: Contract): Promise<void> {
  const task = await openTask(core, { entity: 'deal', recordId: deal.id }, 'agree');
  if (!task) throw new Error('Expected the contract to wait for its terms.');
  await core.engine.completeUserTask(
    { taskId: task.id, outcome: 'agreed', variables: { terms } },
    { actor: ownerOf(deal) },
  );
}
