import { mkdtempSync, rmSync } from 'node:fs';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBareProduct, type BareProduct } from './bare-product.ts';

describe('health of a product with its own PostgreSQL', { timeout: 60_000 }, () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'throughline-health-'));
  let product: BareProduct;

  beforeAll(async () => {
    product = await startBareProduct({ DATA_DIR: dataDir, UNSAFE_DATABASE: '0' });
  });
  afterAll(async () => {
    await product.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const status = async (path: string): Promise<number> => (await product.request('GET', path)).status;

  it('says alive and ready', async () => {
    expect([await status('/livez'), await status('/readyz')]).toEqual([200, 200]);
  });

  it('is not ready while PostgreSQL is away, stays alive, and is ready again when it is back', async () => {
    const postmaster = Number(
      readFileSync(join(dataDir, 'postgres', 'data', 'postmaster.pid'), 'utf8').split('\n')[0],
    );
    process.kill(postmaster, 'SIGKILL');
    // What it had forked may answer a moment longer.
    await expect.poll(() => status('/readyz'), { interval: 10, timeout: 10_000 }).toBe(503);
    expect(await status('/livez')).toBe(200);
    const deadline = Date.now() + 15_000;
    while ((await status('/readyz')) !== 200 && Date.now() < deadline) await pause(100);
    expect(await status('/readyz')).toBe(200);
    expect(await status('/api/setup')).toBe(200);
  });

  it('sends the headers that keep a page safe', async () => {
    const { headers } = await product.request('GET', '/livez');
    expect(headers.get('content-security-policy')).toMatch(/script-src 'self'/);
    expect(headers.get('content-security-policy')).not.toMatch(/unsafe-eval/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-correlation-id')).not.toBeNull();
    expect(headers.get('x-powered-by')).toBeNull();
  });
});
