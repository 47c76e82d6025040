/** What a person says of single rows, or of many at once: another verdict, or other texts where they were refused. */
import type { Caller } from '../caller.ts';
import type { Transactions, Unit } from '../database/transaction.ts';
import type { EntityDefinition } from '../entities/entity-types.ts';
import { entityOf } from '../entities/registry.ts';
import { CrmRejection } from '../errors.ts';
import type { CheckContext } from './check-rows.ts';
import { type ImportFault, readFaults } from './faults.ts';
import { assertState, updateJob } from './import-jobs.ts';
import { countBy } from './import-rows.ts';
import { checkContextOf, type RunnerPorts } from './import-runner.ts';
import type { ImportJob } from './import-types.ts';
import { importTargets } from './mapping/import-targets.ts';
import { mendFault, type MendFaultRequest, mendRow, type MendRequest } from './mend-rows.ts';
import { problemWords } from './problem-words.ts';
import { type DecideRequest, storeDecision } from './row-decisions.ts';

export interface ImportMending {
  /** Another verdict for single rows, or for all of one verdict; returns how many took it. */
  decide(caller: Caller, request: DecideRequest): Promise<{ changed: number; job: ImportJob }>;
  /** What the refused rows are at fault for, put together, in the caller's words. @throws CrmRejection CRM_IMPORT_NOT_FOUND */
  faults(caller: Caller, id: string): Promise<readonly ToldFault[]>;
  /** Other texts in cells of one row, which is checked again. @throws CrmRejection CRM_FIELDS_INVALID, CRM_IMPORT_NOT_NOW */
  mend(caller: Caller, request: MendRequest): Promise<ImportJob>;
  /** One text for all rows with the same fault in the same column. @throws CrmRejection as `mend` */
  mendFault(caller: Caller, request: MendFaultRequest): Promise<{ changed: number; job: ImportJob }>;
}

export interface ToldFault extends ImportFault {
  /** In the caller's language. */
  readonly words: string;
  /** Whether a column of the file becomes the field, so that there are cells to mend. */
  readonly canMend: boolean;
}

interface MendingPorts extends Pick<RunnerPorts, 'options' | 'participants' | 'loadUser'> {
  readonly transactions: Transactions;
  readonly get: (caller: Caller, id: string) => Promise<ImportJob>;
  /** The locked job, what `body` makes of it, and the job afterwards. */
  readonly change: (
    caller: Caller,
    id: string,
    body: (unit: Unit, job: ImportJob, definition: EntityDefinition) => Promise<void>,
  ) => Promise<ImportJob>;
}

export function createMending(ports: MendingPorts): ImportMending {
  const { transactions, get, change } = ports;
  /** Before the run, and after it for what it refused. */
  const decideOn = (
    caller: Caller,
    id: string,
    body: (client: Unit['client'], job: ImportJob) => Promise<void>,
  ) =>
    change(caller, id, async ({ client }, job) => {
      assertState(job, ['ready', 'done']);
      await body(client, job);
      const verdicts = await countBy(client, id, 'verdict');
      const afterRun = job.state === 'done' && {
        outcomes: await countBy(client, id, 'outcome'),
        waiting: await countBy(client, id, 'verdict', `outcome is null and verdict <> 'error'`),
      };
      await updateJob(client, id, { summary: { ...job.summary, verdicts, ...afterRun } });
    });
  const contextOf = async (caller: Caller, client: Unit['client'], job: ImportJob): Promise<CheckContext> => {
    // As the run will see it: with the rights of the person whose import it is.
    const user = job.ownerId === caller.user.id ? caller.user : await ports.loadUser(job.ownerId);
    if (!user)
      throw new CrmRejection('CRM_FORBIDDEN', 'The person whose import it is may not sign in any more.');
    return checkContextOf(ports, client, { job, user, definition: entityOf(job.entity) });
  };
  return {
    async decide(caller, request) {
      let changed = 0;
      const job = await decideOn(caller, request.id, async (client) => {
        changed = await storeDecision(client, request);
      });
      return { changed, job };
    },
    async faults(caller, id) {
      const job = await get(caller, id);
      const { locale } = caller.user;
      const labels = new Map(
        importTargets(entityOf(job.entity), caller.user).map((target) => [target.key, target.label]),
      );
      const mapped = new Set(job.mapping.map((one) => one.target));
      const faults = await readFaults(transactions.reader(caller.transaction), job);
      return faults.map((fault) => ({
        ...fault,
        words: problemWords(fault, { locale, labelOf: (key) => labels.get(key) ?? null }),
        canMend: mapped.has(fault.field),
      }));
    },
    mend: (caller, request) =>
      decideOn(caller, request.id, async (client, job) =>
        mendRow(client, request, await contextOf(caller, client, job)),
      ),
    async mendFault(caller, request) {
      let changed = 0;
      const job = await decideOn(caller, request.id, async (client, before) => {
        changed = await mendFault(client, request, await contextOf(caller, client, before));
      });
      return { changed, job };
    },
  };
}
