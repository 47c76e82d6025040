/** What the columns of a file are: who may say it, what is expected at first, what is remembered for the next file. */
import type { Unit } from '../database/transaction.ts';
import { isWritten } from '../entities/entity-table.ts';
import type { EntityDefinition } from '../entities/entity-types.ts';
import { CrmRejection, type FieldRefusal, fieldsInvalid } from '../errors.ts';
import { levelsOf, type RequestUser } from '../rights/request-user.ts';
import type { ColumnMapping, ImportColumn, ImportJob, ImportOptions } from './import-types.ts';
import { type ImportTarget, importTargets } from './mapping/import-targets.ts';

/** @throws CrmRejection CRM_FORBIDDEN */
export function assertMayImport(user: RequestUser, definition: EntityDefinition): void {
  const may = (action: 'create' | 'edit') => levelsOf(user, definition.entity, action).size > 0;
  if (isWritten(definition) && (may('create') || may('edit'))) return;
  throw new CrmRejection(
    'CRM_FORBIDDEN',
    `Expected the right to create or change records of '${definition.entity}', but it is missing.`,
    { entity: definition.entity, action: 'create' },
  );
}

export function defaultOptions(
  user: RequestUser,
  definition: EntityDefinition,
  country: string,
): ImportOptions {
  const mayCreate = levelsOf(user, definition.entity, 'create').size > 0;
  return {
    mode: mayCreate ? 'createAndUpdate' : 'updateOnly',
    keys: [],
    findDuplicates: true,
    badCells: 'refuse',
    country,
    startProcesses: false,
  };
}

export function columnsIn(
  job: ImportJob,
  definition: EntityDefinition,
  user: RequestUser,
): readonly { column: number; target: ImportTarget }[] {
  const targets = new Map(importTargets(definition, user).map((target) => [target.key, target]));
  return job.mapping.flatMap(({ column, target: key }) => {
    const target = targets.get(key);
    return target ? [{ column, target }] : [];
  });
}

/** @throws CrmRejection CRM_FIELDS_INVALID */
export function assertMapping(
  columns: readonly ImportColumn[],
  mapping: readonly ColumnMapping[],
  known: {
    readonly options: ImportOptions;
    readonly targets: readonly ImportTarget[];
    readonly definition: EntityDefinition;
  },
): void {
  const { options, targets, definition } = known;
  const problems: FieldRefusal[] = [];
  const say = (message: string, said: Pick<FieldRefusal, 'code' | 'values'>): void =>
    void problems.push({ path: 'mapping', message, ...said });
  const byKey = new Map(targets.map((target) => [target.key, target]));
  const taken = new Set<string>();
  for (const { column, target } of mapping) {
    if (!columns.some((one) => one.index === column))
      say(`The file has no column ${column + 1}.`, { code: 'gone' });
    if (!byKey.has(target))
      say(`'${target}' is no field of '${definition.entity}' that you may write.`, { code: 'unknown' });
    const what = byKey.get(target)?.label.en ?? target;
    if (taken.has(target))
      say(`'${what}' is filled from two columns: choose one.`, { code: 'twoColumns', values: { what } });
    taken.add(target);
  }
  if (mapping.length === 0)
    say('No column is told what it is: choose a field for at least one.', { code: 'noColumn' });
  for (const key of options.keys)
    if (!byKey.get(key)?.isKey || !taken.has(key))
      problems.push({
        path: 'options.keys',
        message: `'${key}' cannot find records: choose a mapped text field.`,
        code: 'noKey',
      });
  if (problems.length > 0) throw fieldsInvalid(problems);
}

export async function remember(
  client: Unit['client'],
  userId: string,
  job: Pick<ImportJob, 'entity' | 'signature' | 'mapping' | 'options'>,
  now: Date,
): Promise<void> {
  await client.query(
    `insert into crm.import_mapping (user_id, entity, signature, mapping, options, used_at)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (user_id, entity, signature)
     do update set mapping = excluded.mapping, options = excluded.options, used_at = excluded.used_at`,
    [userId, job.entity, job.signature, JSON.stringify(job.mapping), JSON.stringify(job.options), now],
  );
}
