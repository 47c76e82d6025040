/**
 * Stages that belong to a process. While an instance of it works on a record, nobody but processes moves the record into
 * such a stage or out of it; who tries is told which step has to be done first. Nothing works on it: people move it.
 */
import type { Queryable } from '../database/transaction.ts';
import type { CrmProcessAtWork, CrmProcesses } from '../ports.ts';
import type { MissingCondition } from './entry-rule.ts';
import type { Stage, StagedEntity } from './stage-rows.ts';

type Held = Pick<Stage, 'processKey'>;

/** What works on the record of the processes to which the stages belong. */
export async function processesAtWork(
  reader: Queryable,
  processes: CrmProcesses | null,
  of: { readonly entity: StagedEntity; readonly id: string; readonly stages: readonly Held[] },
): Promise<readonly CrmProcessAtWork[]> {
  const processKeys = [...new Set(of.stages.flatMap(({ processKey }) => processKey ?? []))];
  if (processes === null || processKeys.length === 0) return [];
  return processes.atWork({ record: { $record: of.entity, id: of.id }, processKeys }, reader);
}

/** The steps that have to be done before somebody moves the record from the one stage to the other. */
export function stepsBefore(
  atWork: readonly CrmProcessAtWork[],
  move: { readonly from: Held | undefined; readonly to: Held },
): readonly MissingCondition[] {
  const keys = [move.from?.processKey, move.to.processKey];
  return atWork
    .filter(({ processKey }) => keys.includes(processKey))
    .map(({ instanceId, processName, step }) => ({
      field: null,
      instanceId,
      text: step
        ? {
            en: `Finish the step “${step.en}” of the process “${processName.en}”, which moves it`,
            ru: `Завершите шаг «${step.ru}» процесса «${processName.ru}»: переводит он`,
          }
        : {
            en: `Wait for the process “${processName.en}”, which moves it`,
            ru: `Дождитесь процесса «${processName.ru}»: переводит он`,
          },
    }));
}
