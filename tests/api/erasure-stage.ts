/** A product with a folder of its own for tests that erase people: records, files, and a look into every table. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { startApi, type ApiProduct, type Visitor } from './api-product.ts';

export interface ErasureStage {
  readonly api: ApiProduct;
  readonly admin: Visitor;
  newRecord(entity: string, fields: object): Promise<string>;
  /** Adds a file to what lies at the path of the api. Returns where its content lies on the disk. */
  upload(path: string, name: string): Promise<string>;
  /**
   * Rows of every table of every schema that hold one of the words, or the digits in any spelling, also read backwards as
   * the search keeps them.
   */
  tablesNaming(words: readonly string[], digits: string): Promise<string[]>;
  close(): Promise<void>;
}

export async function openErasureStage(): Promise<ErasureStage> {
  const folder = await mkdtemp(join(tmpdir(), 'throughline-erasure-'));
  const api = await startApi({ DATA_DIR: folder });
  const admin = await api.as('Viktor');
  return {
    api,
    admin,
    async newRecord(entity, fields) {
      const made = await admin.send<{ id: string }>('POST', `/api/records/${entity}`, { fields });
      expect(made.status, JSON.stringify(made.body)).toBe(200);
      return made.body.id;
    },
    async upload(path, name) {
      const headers = { 'x-requested-with': 'throughline', 'content-type': 'application/octet-stream' };
      const answer = await fetch(`${api.url}${path}/files?name=${encodeURIComponent(name)}&mime=text/plain`, {
        method: 'POST',
        headers: { ...headers, cookie: admin.cookie },
        body: `content of ${name}`,
      });
      expect(answer.status).toBe(200);
      const { rows } = await api.pool.query<{ storage_key: string }>(
        'select storage_key from crm.file order by id desc limit 1',
      );
      return join(folder, 'files', rows[0]!.storage_key);
    },
    tablesNaming: (words, digits) => tablesNaming(api, words, digits),
    async close() {
      await api.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const TABLES = `
  select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') and c.relkind in ('r', 'm')`;

async function tablesNaming(
  { pool }: ApiProduct,
  words: readonly string[],
  digits: string,
): Promise<string[]> {
  const { rows: tables } = await pool.query<{ name: string }>(TABLES);
  const found: string[] = [];
  for (const { name } of tables) {
    const { rows } = await pool.query<{ text: string }>(
      `select t::text as text from ${name} t where lower(t::text) ~ $1 or t::text ~ $2 or t::text ~ $3 limit 3`,
      [words.join('|'), [...digits].join('[^0-9a-z]{0,3}'), [...digits].reverse().join('')],
    );
    found.push(...rows.map((row) => `${name}: ${row.text.slice(0, 400)}`));
  }
  return found;
}
