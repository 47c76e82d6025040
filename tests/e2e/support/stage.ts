/**
 * The stage of the browser tests: one product with the demonstration company and one Chromium for a whole file, and
 * signed-in people, each in a browser context of its own. E2E_URL drives a product that already runs, and E2E_WAIT_MS
 * gives up sooner, which makes writing a test quicker.
 */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { demonstrationPeople } from '#crm';
import { launchBrowser } from '../../support/browser.ts';
import { startProduct, type ProductProcess } from '../../support/product.ts';
import { followRequests, tellOnFailure } from './tell-failure.ts';

const PASSWORD = 'demonstration';
/** The machine may be busy with other tests; a wait ends as soon as what it waits for is there. */
export const WAIT_MS_MAX = Number(process.env.E2E_WAIT_MS ?? 40_000);
const HEADERS = { 'x-requested-with': 'throughline' };

export interface Visit {
  readonly width?: number;
  readonly height?: number;
  readonly scheme?: 'light' | 'dark';
  /** A device that one touches. */
  readonly touch?: boolean;
}

/** One signed-in person: a page of the product, and the same session without a page. */
export interface Visitor {
  readonly id: string;
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the page complained about: exceptions and errors of the console. */
  readonly complaints: readonly string[];
  open(path: string): Promise<void>;
  get<T>(path: string): Promise<{ readonly status: number; readonly body: T }>;
  send<T>(
    method: string,
    path: string,
    data?: unknown,
  ): Promise<{ readonly status: number; readonly body: T }>;
}

export interface Stage {
  readonly url: string;
  /** Somebody who has not signed in. */
  stranger(visit?: Visit): Promise<Page>;
  /** Signed in as a person of the demonstration, by first name. */
  enter(firstName: string, visit?: Visit): Promise<Visitor>;
  log(): string;
  close(): Promise<void>;
}

/** @param environment settings of a product that is started for this stage. */
export async function openStage(environment?: Readonly<Record<string, string>>): Promise<Stage> {
  const running = process.env.E2E_URL;
  const [product, browser] = await Promise.all([
    running === undefined
      ? startProduct({ demo: true, ...(environment && { environment }) })
      : Promise.resolve(foreignProduct(running)),
    launchBrowser(),
  ]);
  const silence = tellOnFailure({ browser, product });
  return {
    url: product.url,
    stranger: async (visit) => (await newContext(browser, product.url, visit)).newPage(),
    enter: async (firstName, visit) => signIn(await newContext(browser, product.url, visit), firstName),
    log: () => product.log(),
    close: async () => {
      silence();
      await browser.close();
      await product.stop();
    },
  };
}

function foreignProduct(url: string): Pick<ProductProcess, 'url' | 'log' | 'stop'> {
  return { url, log: () => '', stop: () => Promise.resolve() };
}

async function newContext(browser: Browser, baseURL: string, visit: Visit = {}): Promise<BrowserContext> {
  const options: BrowserContextOptions = {
    baseURL,
    viewport: { width: visit.width ?? 1440, height: visit.height ?? 900 },
    colorScheme: visit.scheme ?? 'light',
    hasTouch: visit.touch ?? false,
    // The company's own: entries then stand on the day on which they are planned.
    timezoneId: 'Europe/Moscow',
    reducedMotion: 'reduce',
  };
  const context = await browser.newContext(options);
  context.setDefaultTimeout(WAIT_MS_MAX);
  followRequests(context);
  return context;
}

async function signIn(context: BrowserContext, firstName: string): Promise<Visitor> {
  const person = demonstrationPeople.find((candidate) => candidate.name.startsWith(`${firstName} `));
  if (!person) throw new Error(`Expected '${firstName}' among the people of the demonstration.`);
  const answer = await context.request.post('/api/session', {
    headers: HEADERS,
    data: { email: person.email, password: PASSWORD },
  });
  if (!answer.ok()) throw new Error(`Expected to sign in, but got ${answer.status()}.`);
  const page = await context.newPage();
  const complaints = listenToComplaints(page);
  const send = async <T>(
    method: string,
    path: string,
    data?: unknown,
  ): Promise<{ readonly status: number; readonly body: T }> => {
    const response = await context.request.fetch(path, { method, headers: HEADERS, data });
    return { status: response.status(), body: (await response.json()) as T };
  };
  return {
    id: person.id,
    page,
    context,
    complaints,
    open: async (path) => {
      await page.goto(path);
      await page.getByRole('main').waitFor();
    },
    get: (path) => send('GET', path),
    send,
  };
}

/** Answers of the server that a test provokes on purpose are no fault of the page. */
function listenToComplaints(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text());
  });
  return complaints;
}

/** Leaves a mark in the window, which a navigation or a reload would wipe away. */
export async function markWindow(page: Page): Promise<() => Promise<boolean>> {
  const mark = `mark-${Math.random()}`;
  await page.evaluate((value) => {
    window.name = '';
    Object.assign(window, { throughlineMark: value });
  }, mark);
  return () => page.evaluate((value) => Reflect.get(window, 'throughlineMark') === value, mark);
}
