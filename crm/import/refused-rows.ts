/** Refused rows as the file had them, with the reason in a last column: mended, they can go in again. */
import type { Pool } from 'pg';
import { entityOf } from '../entities/registry.ts';
import type { RequestUser } from '../rights/request-user.ts';
import { readRows } from './import-rows.ts';
import type { ImportJob } from './import-types.ts';
import { importTargets } from './mapping/import-targets.ts';
import { problemWords, REASON_HEADER } from './problem-words.ts';

const REFUSED_BATCH = 1_000;
const UNDECIDED = { field: '', problem: 'duplicateUndecided', detail: null } as const;

export async function* refusedRows(
  pool: Pool,
  job: ImportJob,
  user: RequestUser,
): AsyncGenerator<readonly string[]> {
  const definition = entityOf(job.entity);
  const { locale } = user;
  const labels = new Map(importTargets(definition, user).map((target) => [target.key, target.label]));
  const labelOf = (key: string) => labels.get(key) ?? null;
  const width = Math.max(0, ...job.columns.map((column) => column.index + 1));
  const header = Array.from(
    { length: width },
    (_, index) => job.columns.find((one) => one.index === index)?.header ?? '',
  );
  yield [...header, REASON_HEADER[locale]];
  for (let after = job.headerRow; ;) {
    const page = await readRows(pool, {
      importId: job.id,
      after,
      limit: REFUSED_BATCH,
      where: `(outcome = 'failed' or (outcome is null and verdict in ('error', 'review')))`,
    });
    for (const row of page) {
      const problems = row.failure ?? row.problems ?? [UNDECIDED];
      const reason = problems.map((one) => problemWords(one, { locale, labelOf })).join('; ');
      yield [...header.map((_, index) => row.cells[index] ?? ''), reason];
    }
    const last = page.at(-1);
    if (page.length < REFUSED_BATCH || !last) return;
    after = last.rowNo;
  }
}
