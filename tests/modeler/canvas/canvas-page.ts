/** A page with the canvas in a real browser: bundled once per test file, served to the page from memory. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { launchBrowser } from '../../support/browser.ts';

const ORIGIN = 'http://canvas.test';
export const followUpCall = readFileSync(
  new URL('../../../processes/follow-up-call/follow-up-call.bpmn', import.meta.url),
  'utf8',
);

export interface CanvasPage {
  /** The page of the running test. */
  page(): Page;
  /** Runs a function body in the page with the argument as `xml`. */
  inPage<T>(body: string, xml?: string): Promise<T>;
}

/** Gives every test of the file a fresh page; an error on the page fails the test. */
export function useCanvasPage(): CanvasPage {
  let browser: Browser;
  let page: Page;
  let files: ReadonlyMap<string, string>;
  const errors: string[] = [];

  beforeAll(async () => {
    [browser, files] = await Promise.all([launchBrowser(), bundlePage()]);
  }, 120_000);

  beforeEach(async () => {
    errors.length = 0;
    page = await browser.newPage({ viewport: { width: 1200, height: 700 } });
    page.on('pageerror', (error) => errors.push(error.message));
    await page.route(`${ORIGIN}/**`, (route) => {
      const path = new URL(route.request().url()).pathname.slice(1) || 'index.html';
      const body = files.get(path);
      if (body === undefined) return route.fulfill({ status: 404, body: '' });
      return route.fulfill({ body, contentType: contentTypeOf(path) });
    });
    await page.goto(ORIGIN);
    await page.waitForFunction('window.openViewer');
  });

  afterEach(async () => {
    await page.close();
    expect(errors).toEqual([]);
  });

  afterAll(() => browser?.close());

  return {
    page: () => page,
    inPage<T>(body: string, xml = followUpCall): Promise<T> {
      const run = `(async () => { const xml = ${JSON.stringify(xml)}; ${body} })()`;
      return page.evaluate(run) as Promise<T>;
    },
  };
}

async function bundlePage(): Promise<ReadonlyMap<string, string>> {
  const root = fileURLToPath(new URL('./page', import.meta.url));
  const result = await build({
    root,
    base: '/',
    configFile: false,
    logLevel: 'error',
    build: { write: false, minify: false },
  });
  const outputs = (Array.isArray(result) ? result : [result]).flatMap((bundle) =>
    'output' in bundle ? bundle.output : [],
  );
  return new Map(
    outputs.map((file) => [
      file.fileName,
      file.type === 'chunk' ? file.code : Buffer.from(file.source).toString('utf8'),
    ]),
  );
}

function contentTypeOf(path: string): string {
  if (path.endsWith('.js')) return 'text/javascript';
  return path.endsWith('.css') ? 'text/css' : 'text/html';
}
