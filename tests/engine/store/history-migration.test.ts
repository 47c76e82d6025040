/** The history of before is the same history after it was packed by command. */
import { readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyDatabase } from '../../support/database.ts';
import type { TestDatabase } from '../../support/database.ts';

let database: TestDatabase;
let client: pg.Client;

const FOLDER = new URL('../../../engine/store/postgres/migrations/', import.meta.url);
const FILES = readdirSync(FOLDER).sort();
const PACKING = FILES.indexOf('0005_history_by_command.sql');

beforeAll(async () => {
  database = await emptyDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

const migrate = async (files: readonly string[]): Promise<void> => {
  for (const file of files) await client.query(readFileSync(new URL(file, FOLDER), 'utf8'));
};

const id = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;

test('every event is shown as it was written', async () => {
  await migrate(FILES.slice(0, PACKING));
  // Two roots, three commands, one of them over a called instance with a definition of its own, years apart.
  const rows = [
    [id(1), 1, '2024-03-01T10:00:00Z', null, id(50), id(90), 'user', 'anna', 'Noted', '{"text": null}'],
    [
      id(1),
      2,
      '2024-03-01T10:00:00Z',
      id(2),
      id(51),
      id(90),
      'user',
      'anna',
      'InstanceStarted',
      '{"a": {"b": 1}}',
    ],
    [
      id(1),
      3,
      '2026-11-01T10:00:00Z',
      id(2),
      id(51),
      id(91),
      'system',
      null,
      'ElementPassed',
      '{"flows": ["f"]}',
    ],
    [id(1), 4, '2026-11-01T10:00:00Z', null, id(50), id(91), 'system', null, 'InstanceEnded', '{}'],
    [id(7), 1, '2024-03-01T10:00:00Z', null, id(50), id(92), 'user', 'anna', 'Noted', '{}'],
  ];
  for (const row of rows) {
    await client.query('insert into engine.history_event values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)', row);
  }
  const READ = `select root_instance_id, seq, occurred_at, instance_id, definition_id, command_id, actor_kind, actor_id,
    kind, data from engine.history_event order by root_instance_id, seq`;
  const before = (await client.query(READ)).rows;
  expect(before).toHaveLength(rows.length);
  await migrate(FILES.slice(PACKING, PACKING + 1));
  expect((await client.query(READ)).rows).toEqual(before);
  expect((await client.query('select 1 from engine.history_command')).rows).toHaveLength(3);
  await migrate(FILES.slice(PACKING + 1));
});
