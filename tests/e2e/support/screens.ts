/** Every screen of the product with somebody for whom it is full, so that checks of all screens miss none. */
import type { Page } from 'playwright-core';
import type { Visitor } from './stage.ts';

export interface Screen {
  readonly name: string;
  /** First name of a person of the demonstration; null: before sign-in. */
  readonly person: 'Anna' | 'Kate' | 'Dmitry' | 'Olga' | 'Viktor' | null;
  readonly path: string;
  /** What must be there before the screen counts as loaded. */
  readonly ready: string;
}

interface Listed {
  readonly items: readonly { readonly id: string; readonly kind?: string; readonly entity?: string }[];
}

const ADMINISTRATION = [
  ['imports', '/imports?entity=account'],
  ['duplicates', '/duplicates'],
  ['operations', '/admin/operations'],
  ['web-forms', '/admin/web-forms'],
  ['webhooks', '/admin/webhooks'],
  ['sign-in-rules', '/admin/sign-in'],
  ['people', '/admin/people'],
  ['pipelines', '/admin/pipelines'],
  ['service-levels', '/admin/service-levels'],
  ['status-rules', '/admin/lifecycle'],
  ['company', '/admin/company'],
  ['choices', '/admin/choices?list=ticket.type'],
  ['full-export', '/admin/full-export'],
  ['choices', '/admin/choices'],
  ['company', '/admin/company'],
  ['mail-received', '/admin/mail?tab=received'],
  ['mail-templates', '/admin/mail?tab=templates'],
  ['mail-settings', '/admin/mail?tab=settings'],
] as const;

const KINDS = [
  ...['account', 'contact', 'lead', 'deal', 'ticket', 'activity', 'product', 'quote', 'order'],
] as const;

const NOWHERE = '/nowhere';
/** In the language in which all screens are looked at. */
const TITLE_OF_NOWHERE = 'Такой страницы нет';
const CANVAS = '.djs-container .djs-element';

/** Needs one visitor who sees all records and one with planned calls, to learn addresses. */
export async function allScreens(sees: Visitor, calls: Visitor, works: Visitor): Promise<readonly Screen[]> {
  const instance = `/instances/${await firstId(sees, '/api/instances?status=active&processKey=follow-up-call&limit=1')}`;
  const call = await firstId(calls, '/api/tasks?tab=upcoming&limit=1');
  const task = await firstId(works, '/api/tasks?tab=pool&limit=1');
  const records = await Promise.all(
    KINDS.map(async (entity) => ({
      entity,
      id: await firstId(sees, `/api/records/${entity}?limit=1`),
    })),
  );
  const card = (tab: string, ready: string): Screen => ({
    name: `instance-${tab}`,
    person: 'Dmitry',
    path: `${instance}?tab=${tab}`,
    ready,
  });
  return [
    { name: 'sign-in', person: null, path: '/sign-in', ready: 'form' },
    { name: 'home', person: 'Kate', path: '/', ready: 'main section' },
    { name: 'home-manager', person: 'Dmitry', path: '/', ready: 'main section' },
    { name: 'inbox-pool', person: 'Kate', path: '/inbox?tab=pool', ready: '[data-task]' },
    { name: 'inbox', person: 'Kate', path: '/inbox', ready: 'main h1' },
    { name: 'inbox-upcoming', person: 'Anna', path: '/inbox?tab=upcoming', ready: '[data-task]' },
    { name: 'inbox-done', person: 'Anna', path: '/inbox?tab=done', ready: '[data-task]' },
    { name: 'task', person: 'Kate', path: `/tasks/${task}`, ready: 'main h1' },
    { name: 'call', person: 'Anna', path: `/tasks/${call}`, ready: '[role=radiogroup]' },
    { name: 'calendar-week', person: 'Anna', path: '/calendar', ready: 'main [aria-busy=false]' },
    { name: 'calendar-month', person: 'Anna', path: '/calendar?view=month', ready: 'main [aria-busy=false]' },
    ...records.flatMap(({ entity, id }): readonly Screen[] => [
      {
        name: `${entity}-list`,
        person: 'Anna',
        path: `/records/${entity}`,
        ready: `a[href*="/records/${entity}/"]`,
      },
      { name: entity, person: 'Dmitry', path: `/records/${entity}/${id}`, ready: 'main h1' },
    ]),
    { name: 'processes', person: 'Olga', path: '/processes', ready: 'main li' },
    { name: 'designer', person: 'Olga', path: '/processes/follow-up-call/design', ready: CANVAS },
    { name: 'monitor', person: 'Dmitry', path: '/instances', ready: 'main a[href*="/instances/"]' },
    {
      name: 'monitor-steps',
      person: 'Dmitry',
      path: '/instances?kind=kanban&pipeline=ticket-handling',
      ready: '[data-card]',
    },
    { name: 'tasks', person: 'Dmitry', path: '/tasks', ready: 'main a[href*="/tasks/"]' },
    card('now', '[role=tabpanel] article'),
    card('map', CANVAS),
    card('parameters', 'dl'),
    card('talk', '[role=tabpanel] textarea'),
    card('history', '[role=tabpanel] li'),
    card('related', '[role=tabpanel] a'),
    { name: 'questions', person: 'Anna', path: '/questions', ready: 'main h1' },
    { name: 'organisation', person: 'Viktor', path: '/admin/organisation', ready: 'main li' },
    { name: 'health', person: 'Viktor', path: '/admin/health', ready: 'main dl' },
    { name: 'jobs', person: 'Viktor', path: '/admin/jobs', ready: 'main h1' },
    { name: 'roles', person: 'Viktor', path: '/admin/roles', ready: 'main ul button' },
    { name: 'fields', person: 'Viktor', path: '/admin/fields', ready: 'main li' },
    { name: 'audit', person: 'Viktor', path: '/admin/audit', ready: 'main li' },
    { name: 'groups', person: 'Viktor', path: '/admin/groups', ready: 'main h1' },
    { name: 'distribution', person: 'Viktor', path: '/admin/distribution', ready: 'main li' },
    { name: 'calendars', person: 'Viktor', path: '/admin/calendars', ready: 'main li' },
    { name: 'measures-sales', person: 'Dmitry', path: '/measures/sales', ready: 'main table' },
    { name: 'measures-service', person: 'Dmitry', path: '/measures/service', ready: 'main table' },
    { name: 'search', person: 'Viktor', path: '/search?q=a', ready: 'main h1' },
    { name: 'bin', person: 'Viktor', path: '/bin', ready: 'main h1' },
    { name: 'outbox', person: 'Viktor', path: '/admin/mail', ready: 'main h1' },
    { name: 'deal-board', person: 'Anna', path: '/records/deal?kind=kanban', ready: '[data-card]' },
    {
      name: 'deal-calendar',
      person: 'Anna',
      path: '/records/deal?kind=calendar&date=expectedClose',
      ready: 'main h2',
    },
    {
      name: 'deal-groups',
      person: 'Dmitry',
      path: '/records/deal?group=stage',
      ready: 'a[href*="/records/deal/"]',
    },
    ...ADMINISTRATION.map(([name, path]): Screen => ({ name, person: 'Viktor', path, ready: 'main h1' })),
    { name: 'security', person: 'Kate', path: '/profile/security', ready: 'main h1' },
    { name: 'not-found', person: 'Anna', path: NOWHERE, ready: 'main a' },
  ];
}

/**
 * Opens a screen and waits until it has what it shows. A page that is open already goes there without loading the
 * product again, by way of the page that nothing can be mistaken for; each page has a title of its own.
 */
export async function openScreen(page: Page, screen: Screen): Promise<void> {
  const isOpen = screen.person !== null && page.url().startsWith('http');
  if (isOpen) {
    await follow(page, NOWHERE);
    await page.waitForFunction((title) => document.title.startsWith(title), TITLE_OF_NOWHERE);
  }
  if (isOpen && screen.path !== NOWHERE) {
    await follow(page, screen.path);
    await page.waitForFunction((title) => !document.title.startsWith(title), TITLE_OF_NOWHERE);
  }
  if (!isOpen) await page.goto(screen.path);
  await page.locator(screen.ready).first().waitFor({ state: 'attached' });
  // Skeletons have given way to what was loaded.
  await page.waitForFunction(() => document.querySelector('.mantine-Skeleton-root') === null);
}

/** As a link of the product does it. */
async function follow(page: Page, path: string): Promise<void> {
  await page.evaluate((address) => {
    window.history.pushState(null, '', address);
    window.dispatchEvent(new PopStateEvent('popstate'));
  }, path);
}

async function firstId(visitor: Visitor, path: string): Promise<string> {
  const { body } = await visitor.get<Listed>(path);
  const first = body.items[0];
  if (!first) throw new Error(`Expected at least one entry at ${path}.`);
  return first.id;
}
