/**
 * What a failed browser test leaves for those who have its output only: where each page stood and what it still waited
 * for, what the product logged last, what its database was busy with.
 */
import pg from 'pg';
import type { Browser, BrowserContext, Page, Request } from 'playwright-core';
import { afterEach } from 'vitest';
import type { ProductProcess } from '../../support/product.ts';

interface Scene {
  readonly browser: Browser;
  readonly product: Pick<ProductProcess, 'url' | 'log'> & Partial<Pick<ProductProcess, 'databaseUrl'>>;
}

const PAGE_CHARS_MAX = 2_000;
const LOG_CHARS_MAX = 4_000;
const ASK_MS_MAX = 5_000;

const scenes = new Set<Scene>();
const underWay = new WeakMap<Page, Set<Request>>();

afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  for (const scene of scenes) console.error(await toldOf(scene));
});

/** From now on a failure tells of this stage; the answer ends that. */
export function tellOnFailure(scene: Scene): () => void {
  scenes.add(scene);
  return () => scenes.delete(scene);
}

/** Remembers what the pages of a context have asked for and not got. */
export function followRequests(context: BrowserContext): void {
  context.on('page', (page) => {
    const open = new Set<Request>();
    underWay.set(page, open);
    page.on('request', (request) => open.add(request));
    page.on('requestfinished', (request) => open.delete(request));
    page.on('requestfailed', (request) => open.delete(request));
  });
}

async function toldOf({ browser, product }: Scene): Promise<string> {
  const pages = browser.contexts().flatMap((context) => context.pages());
  return [
    ...(await Promise.all(pages.map(toldOfPage))),
    `The database of ${product.url} was busy with:`,
    product.databaseUrl ? await activity(product.databaseUrl).catch(String) : 'not asked',
    'The product logged last:',
    product.log().slice(-LOG_CHARS_MAX),
  ].join('\n');
}

async function toldOfPage(page: Page): Promise<string> {
  const content = page.locator((await page.locator('main').count()) === 0 ? 'body' : 'main');
  const seen = await content.ariaSnapshot({ timeout: ASK_MS_MAX }).catch(String);
  const waiting = [...(underWay.get(page) ?? [])].map((request) => `${request.method()} ${request.url()}`);
  return `A page stood at ${page.url()}, waited for ${waiting.join(', ') || 'nothing'}, and showed:\n${seen.slice(0, PAGE_CHARS_MAX)}`;
}

async function activity(databaseUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: ASK_MS_MAX });
  await client.connect();
  try {
    const { rows } = await client.query<{ line: string }>(
      `select concat_ws(' ', pid, state, wait_event_type, wait_event, clock_timestamp() - state_change,
                        'blocked by ' || nullif(pg_blocking_pids(pid)::text, '{}'), left(query, 160)) as line
       from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'`,
    );
    return rows.map((row) => row.line).join('\n') || 'nothing';
  } finally {
    await client.end();
  }
}
