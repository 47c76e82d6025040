/** Shipped processes for whoever may take them: what is here already of what they need, and what is not. */
import type { ProcessNeed, ReadyProcess } from '#contract';
import type { RequestUser } from '#crm';
import type { ApiContext } from '../context.ts';
import { hasProcessRight } from '../rights/process-rights.ts';
import { type ShippedNeed, type ShippedProcess, shippedProcesses } from './shipped-processes.ts';

export async function readReadyProcesses(context: ApiContext, user: RequestUser): Promise<ReadyProcess[]> {
  const open = (await shippedProcesses()).filter(({ processKey }) => mayTake(user, processKey));
  const [here, drafts] = await Promise.all([companyOf(context, user), context.processDrafts.list()]);
  const drawn = new Set(drafts.map(({ processKey }) => processKey));
  return open.map((process) => ({
    processKey: process.processKey,
    name: process.name[user.locale],
    description: process.description[user.locale],
    state: stateOf(process, here, drawn),
    needs: process.needs.map((need) => presented(need, here)),
    mayDraw: hasProcessRight(user, 'draw', process.processKey),
    mayPublish: hasProcessRight(user, 'publish', process.processKey),
  }));
}

/** What the company lacks for it, in the reader's words. */
export async function missingFor(
  context: ApiContext,
  user: RequestUser,
  process: ShippedProcess,
): Promise<readonly string[]> {
  const here = await companyOf(context, user);
  return process.needs
    .map((need) => presented(need, here))
    .filter(({ isMissing }) => isMissing)
    .map(({ label }) => label[user.locale]);
}

/** Whether it runs, or another process that begins by the same change of a record. */
export async function isInUse(
  { engine, definitions }: ApiContext,
  { processKey, xml }: ShippedProcess,
): Promise<boolean> {
  const published = await engine.views.definitions({ keys: 'all' });
  if (published.some((one) => one.processKey === processKey)) return true;
  const [begins] = changesIn(xml);
  if (begins === undefined) return false;
  const found = await definitions.findAll(published.map(({ id }) => id));
  return [...found.values()].some((definition) => changesIn(definition.xml).includes(begins));
}

function mayTake(user: RequestUser, processKey: string): boolean {
  return hasProcessRight(user, 'draw', processKey) || hasProcessRight(user, 'publish', processKey);
}

interface Company {
  readonly departments: ReadonlySet<string | null>;
  /** By their codes, with whether somebody holds them. */
  readonly positions: ReadonlyMap<string | null, boolean>;
  /** By their codes, what they are called. */
  readonly calendars: ReadonlyMap<string, string>;
  readonly published: ReadonlySet<string>;
}

async function companyOf({ crm, engine }: ApiContext, user: RequestUser): Promise<Company> {
  const [{ departments, positions }, calendars, published] = await Promise.all([
    crm.structure.view(),
    crm.calendars.list(user.locale),
    engine.views.definitions({ keys: 'all' }),
  ]);
  return {
    departments: new Set(departments.map(({ code }) => code)),
    positions: new Map(
      positions.map(({ code, holders }) => [code, holders.some(({ isActive }) => isActive)]),
    ),
    calendars: new Map(calendars.map(({ code, name }) => [code, name])),
    published: new Set(published.map(({ processKey }) => processKey)),
  };
}

function stateOf(
  { processKey }: ShippedProcess,
  { published }: Company,
  drawn: ReadonlySet<string>,
): ReadyProcess['state'] {
  if (published.has(processKey)) return 'published';
  return drawn.has(processKey) ? 'draft' : 'absent';
}

function presented({ kind, code, label, department }: ShippedNeed, here: Company): ProcessNeed {
  const isThere = {
    department: () => here.departments.has(code),
    position: () => here.positions.has(code),
    calendar: () => here.calendars.has(code),
    process: () => here.published.has(code),
  }[kind]();
  const calendar = kind === 'calendar' ? here.calendars.get(code) : undefined;
  return {
    ...{ kind, code, isMissing: !isThere },
    label: calendar === undefined ? { ...label } : { en: calendar, ru: calendar },
    department: department && { code: department.code, label: { ...department.label } },
    isVacant: kind === 'position' && here.positions.get(code) === false,
  };
}

/** Changes of records that a diagram waits for, its beginning first; the order of attributes is no matter. */
function changesIn(xml: string): readonly string[] {
  return [...xml.matchAll(/<tl:recordEvent\b([^>]*)>/g)].map(([, attributes = '']) =>
    ['entity', 'change', 'field', 'to']
      .map((name) => new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1] ?? '')
      .join(' '),
  );
}
