/** What tests of the lists of tasks and instances have in common: processes, rows as a person is shown them, batches. */
import { expect } from 'vitest';
import type { ProcessBuilder } from '../support/process-builder.ts';
import type { Visitor } from './api-product.ts';

export interface Row {
  readonly id: string;
  readonly title: string;
  readonly group?: string | null;
  readonly fields: Readonly<Record<string, unknown>>;
}
interface Page {
  readonly items: readonly Row[];
  readonly nextCursor: string | null;
  readonly total: number;
}
export interface Begun {
  readonly batchId: string | null;
  readonly total: number;
  readonly refusedCount: number;
  readonly refused: readonly { readonly id: string; readonly code: string }[];
}

export const START = '<tl:process manualStart="true" />';

export async function publish(admin: Visitor, process: ProcessBuilder): Promise<void> {
  const { name, content } = process.file();
  const key = name.replace('.bpmn', '');
  const drawn = await admin.send('POST', '/api/processes', { name: key, xml: content });
  expect(drawn.status, JSON.stringify(drawn.body)).toBe(200);
  const published = await admin.send('POST', `/api/processes/${key}/publish`, { revision: 1 });
  expect(published.status, JSON.stringify(published.body)).toBe(200);
}

export const json = (value: unknown): string => encodeURIComponent(JSON.stringify(value));
export const where = (field: string, operator: string, value?: unknown) => ({
  op: 'and',
  items: [{ field, operator, ...(value === undefined ? {} : { value }) }],
});

/** Every page of the list. */
export async function rows(
  who: Visitor,
  list: 'user_task' | 'process_instance',
  query = '',
  limit = 3,
): Promise<readonly Row[]> {
  const found: Row[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const next: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const page = await who.get<Page>(`/api/work-lists/${list}?limit=${limit}${query}${next}`);
    expect(page.status, JSON.stringify(page.body)).toBe(200);
    found.push(...page.body.items);
    cursor = page.body.nextCursor;
  }
  return found;
}

/** Waits until the batch has treated its last target. */
export async function over(who: Visitor, batchId: string): Promise<void> {
  await expect
    .poll(async () => (await who.get<{ state: string }>(`/api/batches/${batchId}`)).body.state, {
      timeout: 20_000,
    })
    .toBe('done');
}
