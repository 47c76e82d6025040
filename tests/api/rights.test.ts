/** Each route against each role: what is denied answers 401, 403 or 404 and leaves the database as it was. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes, type RouteDefinition } from '#contract';
import { demonstrationId } from '#crm';
import { stopSchedules } from '../support/schedules.ts';
import { sampleBody, sampleParameter, sampleQuery } from './sample-request.ts';
import { startApi, type ApiProduct, type Visitor } from './api-product.ts';

let api: ApiProduct;
let instanceId = '';
let taskId = '';
let definitionId = '';
let ticketId = '';
let incidentId = '';

beforeAll(async () => {
  api = await startApi();
  const owner = await api.as('Olga');
  for (const key of ['satisfaction-note', 'follow-up-call', 'ticket-handling']) {
    const xml = await readFile(`processes/${key}/${key}.bpmn`, 'utf8');
    await owner.send('POST', '/api/processes', { name: key, xml });
    await owner.send('POST', `/api/processes/${key}/publish`, { revision: 1 });
  }
  const agent = await api.as('Kate');
  const created = await agent.send<{ id: string }>('POST', '/api/records/ticket', {
    fields: { subject: 'Scanner' },
  });
  ticketId = created.body.id;
  for (let attempt = 0; taskId === '' && attempt < 100; attempt += 1) {
    const pool = await agent.get<{ items: { id: string; instanceId: string; elementId: string }[] }>(
      '/api/tasks?tab=pool',
    );
    const task = pool.body.items.find((item) => item.elementId === 'first_answer');
    if (task) ({ id: taskId, instanceId } = task);
    else await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const card = await (await api.as('Dmitry')).get<{ definitionId: string }>(`/api/instances/${instanceId}`);
  definitionId = card.body.definitionId;
  incidentId = await incident(agent);
  await stopSchedules();
}, 60_000);
afterAll(() => api.stop());

/** The answer has nobody to go to: a letter that cannot be sent becomes an incident when its tries run out. */
async function incident(agent: Visitor): Promise<string> {
  await agent.send('POST', `/api/tasks/${taskId}/complete`, { values: { answer: 'Hello' } });
  const admin = await api.as('Viktor');
  for (let attempt = 0; attempt < 12; attempt += 1) {
    await admin.send('POST', '/api/demo/clock', { duration: 'PT2H' });
    const { rows } = await api.pool.query<{ id: string }>('select id from engine.incident');
    if (rows[0]) {
      const pool = await agent.get<{ items: { id: string; elementId: string }[] }>('/api/tasks?tab=pool');
      taskId = pool.body.items.find((item) => item.elementId === 'classify')?.id ?? '';
      return rows[0].id;
    }
  }
  throw new Error('Expected an incident.');
}

interface Call {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
}

const everyRoute = Object.entries(routes).flatMap(([group, table]) =>
  Object.entries(table as Record<string, RouteDefinition>).map(([name, route]) => ({
    name: `${group}.${name}`,
    route,
  })),
);

/** A request that is as agreed, so that only rights can refuse it. */
function requestFor(name: string, route: RouteDefinition): Call {
  const ids: Readonly<Record<string, string>> = {
    ':processKey': 'ticket-handling',
    ':entity': 'ticket',
    ':relation': 'activities',
    ':kind': 'team',
    ':shareId': SOMEBODY,
    ':id': idFor(name),
    ':timerId': SOMEBODY,
    ':dealId': DEAL,
    ':ticketId': ticketId,
    ':accountId': ACCOUNT,
    ':fileId': SOMEBODY,
    ':keyId': SOMEBODY,
    ':rowNo': '1',
    ':code': 'standard',
    ...(/^(privacy|points)\./.test(name) ? { ':entity': 'contact', ':id': CONTACT } : {}),
    ...(name.startsWith('choices.') ? { ':list': 'ticket.type' } : {}),
    ...(/^(sales|orders|measures)\./.test(name) ? { ':entity': 'deal', ':id': DEAL } : {}),
  };
  const path = route.path.replaceAll(
    /:\w+/g,
    (part) => ids[part] ?? sampleParameter(route, part.slice(1)) ?? SOMEBODY,
  );
  const body = BODIES[name] ? BODIES[name]() : sampleBody(route);
  return { method: route.method, path: `${path}${QUERIES[name] ?? sampleQuery(route)}`, body };
}

function idFor(name: string): string {
  if (OF_RECORDS.some((group) => name.startsWith(group))) return ticketId;
  if (/^(leads|distribution)\./.test(name)) return LEAD;
  if (name === 'collaboration.orgChart') return ACCOUNT;
  if (name.startsWith('tasks.') || /^taskFiles\.\w*[tT]askFile/.test(name)) return taskId;
  if (name === 'processes.definition') return definitionId;
  return /^instances\.((retry|skip|catch)Incident|incidentValues)$/.test(name) ? incidentId : instanceId;
}

/** Groups of routes whose `:id` is that of a record. */
const OF_RECORDS = [
  'records.',
  'search.',
  'rights.',
  'audit.',
  'collaboration.record',
  'collaboration.set',
  'collaboration.add',
  'collaboration.follow',
  'collaboration.removeFile',
  'mail.record',
];
const DEAL = demonstrationId('deal', 1);
const CONTACT = demonstrationId('contact', 1);
const LEAD = demonstrationId('lead', 1);
const ACCOUNT = demonstrationId('account', 1);
const YEAR = 'from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z';
const QUERIES: Readonly<Record<string, string>> = {
  'measures.stageMeasures': `?${YEAR}`,
  'measures.stageMeasureRecords': `?${YEAR}&stage=quote&cell=ended`,
  'measures.sourceMeasures': `?${YEAR}`,
  'measures.sourceMeasureRecords': `?${YEAR}&cell=leads`,
  'measures.supportMeasures': `?${YEAR}`,
  'measures.supportMeasureRecords': `?${YEAR}&cell=tickets`,
  'search.search': '?q=scan',
  'collaboration.addFile': '?name=a.txt',
  'taskFiles.addTaskFile': '?name=a.txt',
  'tasks.calendar': '?from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z',
};
const SOMEBODY = '01900000-0000-7000-8000-030000000003';
const HOURS_ONLY = {
  timeZone: 'UTC',
  week: [[['09:00', '18:00']], ...Array.from({ length: 6 }, () => [])],
  exceptions: [],
};
const HOURS = { ...HOURS_ONLY, userIds: [], teamIds: [] };
const BODIES: Readonly<Record<string, () => unknown>> = {
  'mail.recordMailSend': () => ({ to: ['a@b.example'], subject: 'x', body: 'x' }),
  'recordBatches.startRecordBatch': () => ({
    query: { ids: [ticketId] },
    work: { kind: 'start', processKey: 'ticket-handling' },
  }),
  'records.createRecord': () => ({ fields: { subject: 'Mine' } }),
  'records.updateRecord': () => ({ version: 1, fields: { subject: 'Changed' } }),
  'records.linkContact': () => ({
    accountId: '01900000-0000-7000-8000-060000000001',
    contactId: '01900000-0000-7000-8000-070000000050',
    role: 'user',
  }),
  'records.changeLink': () => ({ isPrimary: true }),
  'points.changePoint': () => ({ confirm: true }),
  'imports.mendImportRow': () => ({ cells: { name: 'x' } }),
  'imports.mendImportFault': () => ({ field: 'name', problem: 'required', to: 'x' }),
  'rights.shareRecord': () => ({
    principal: { kind: 'user', id: SOMEBODY },
    access: 'read',
    expiresAt: null,
  }),
  'audit.restoreValue': () => ({ eventId: SOMEBODY, field: 'subject', version: 1 }),
  'sales.savePipeline': () => ({
    label: { en: 'x', ru: 'x' },
    stages: [
      {
        code: 'x',
        label: { en: 'x', ru: 'x' },
        tone: 'info',
        baseStatus: 'open',
        defaultProbability: 1,
        rotDays: null,
        entryRule: { all: [] },
      },
    ],
  }),
  'sales.addDealContact': () => ({ contactId: demonstrationId('contact', 1), role: 'payer' }),
  'leads.captureLead': () => ({ fields: { title: 'x' } }),
  'orders.saveLineItems': () => ({ lines: [] }),
  'orders.savePriceRules': () => ({ rules: [] }),
  'orders.addPayment': () => ({ amount: 1, paidOn: '2026-01-01', method: 'card' }),
  'distribution.saveDistributionRule': () => ({
    label: { en: 'x', ru: 'x' },
    ...{
      arrivals: ['inbound'],
      match: { all: [] },
      teamId: SOMEBODY,
      pick: 'least_busy',
      calendar: 'ignore',
    },
    ...{ useSkills: true, preferKnownOwner: true, defaultCapacity: null, order: 1, active: true },
  }),
  'calendars.saveWorkingCalendar': () => ({ label: { en: 'x', ru: 'x' }, isDefault: false, ...HOURS }),
  'calendars.previewWorkingTime': () => HOURS_ONLY,
  'sla.ticketSpoken': () => ({ who: 'us' }),
  'sla.saveSlaPolicy': () => ({ label: { en: 'x', ru: 'x' }, order: 1, match: { all: [] }, targets: [] }),
  'lifecycle.saveLifecycleRule': () => ({
    label: { en: 'x', ru: 'x' },
    from: ['prospect'],
    to: 'lost',
    condition: { all: [] },
    order: 1,
  }),
  'collaboration.setTags': () => ({ names: ['x'] }),
  'collaboration.addRecordComment': () => ({ body: 'x' }),
  'collaboration.setFollow': () => ({ following: true }),
  'collaboration.relateContacts': () => ({
    fromId: demonstrationId('contact', 1),
    toId: demonstrationId('contact', 2),
    kind: 'family',
  }),
  'imports.checkImport': () => ({
    mapping: [],
    options: {
      mode: 'createOnly',
      keys: [],
      findDuplicates: true,
      badCells: 'refuse',
      country: 'DE',
      startProcesses: false,
    },
  }),
  'imports.decideImportRows': () => ({ verdict: 'create', rows: [2] }),
  'tasks.completeTask': () => ({ values: {} }),
  'tasks.assignTask': () => ({ userId: SOMEBODY }),
  'tasks.saveDraft': () => ({ values: { answer: 'x' } }),
  'tasks.delegateTask': () => ({ userId: SOMEBODY }),
  'tasks.startTaskBatch': () => ({ taskIds: [SOMEBODY], work: { kind: 'claim' } }),
  'tasks.moveCalendarItem': () => ({
    version: 1,
    start: '2026-01-01T00:00:00Z',
    end: '2026-01-01T01:00:00Z',
  }),
  'processes.saveDraft': () => ({ xml: '<a/>', revision: 0 }),
  'processes.createProcess': () => ({ name: 'Mine' }),
  'processes.checkDiagram': () => ({ xml: '<a/>' }),
  'processes.publish': () => ({ revision: 1 }),
  'processes.previewExecutor': () => ({ kind: 'initiator', value: null }),
  'processes.startProcess': () => ({ variables: {} }),
  'processes.changeNextStart': () => ({ action: 'now' }),
  'instances.setParameters': () => ({ values: { a: 1 }, reason: 'x' }),
  'instances.stopInstance': () => ({ reason: 'x' }),
  'instances.suspendInstance': () => ({ reason: 'x' }),
  'instances.resumeInstance': () => ({ timers: 'keep' }),
  'instances.moveTimer': () => ({ dueAt: '2030-01-01T00:00:00Z' }),
  'instances.skipIncident': () => ({ reason: 'x' }),
  'instances.catchIncident': () => ({ errorCode: 'x', reason: 'x' }),
  'instances.checkMigration': () => ({ toDefinitionId: definitionId }),
  'instances.migrateInstance': () => ({ toDefinitionId: definitionId }),
  'instances.addComment': () => ({ body: 'x' }),
  'instances.answerQuestion': () => ({ body: 'x' }),
  'admin.advanceClock': () => ({ duration: 'PT1H' }),
};

const OWN = [
  ...['home.home', 'home.answerTour', 'home.arrangeHome'],
  ...['session.me', 'session.signOut', 'session.setLocale', 'rights.endSeeAs'],
  // The own way of signing in; routes for other people's are administrators'.
  ...Object.keys(routes.security).map((name) => `security.${name}`),
];
/** What everybody who is signed in may ask; the answers are empty where he may see nothing. */
const FOR_EVERYBODY = [
  ...['records.entities', 'records.accountContacts', 'records.listRecords', 'records.recordGroups'],
  'records.runningProcesses',
  'duplicates.duplicateCounts',
  ...['views.listViews', 'search.search', 'search.recentRecords'],
  // A batch takes only what may be done; the rest is told.
  ...['tasks.listTasks', 'tasks.calendar', 'tasks.startTaskBatch'],
  ...['workLists.workListMeta', 'workLists.listWork', 'workLists.workGroups', 'workLists.stepBoard'],
  ...['workLists.stepCards', 'workLists.startTaskListBatch', 'workLists.startInstanceListBatch'],
  'workLists.commentOnWork',
  ...['processes.listProcesses', 'instances.listInstances', 'instances.myQuestions'],
  // What concerns oneself.
  'structure.substitutions',
  // Empty for whoever neither draws nor publishes.
  ...['readyProcesses.readyProcesses', 'readyProcesses.readyProcessUse'],
  ...['admin.organisation', 'admin.people', 'rights.teams', 'audit.bin'],
  // Each record asks for its own rights.
  'audit.restoreRecords',
  // Words of the company, and what is one's own.
  'choices.choicesOf',
  ...[
    'sales.pipelines',
    'sla.slaPolicies',
    'sla.likelyBreaches',
    'lifecycle.lifecycleRules',
    'collaboration.tags',
  ],
  ...['mail.mailTemplates', 'mail.ownTaskMail', 'mail.saveOwnTaskMail'],
  // Counted over what one may read.
  ...['measures.stageMeasures', 'measures.stageMeasureRecords', 'measures.sourceMeasures'],
  'measures.measureRate',
  ...['measures.sourceMeasureRecords', 'measures.supportMeasures', 'measures.supportMeasureRecords'],
  ...['collaboration.favorites', 'collaboration.notifications', 'collaboration.readNotifications'],
  // One's own.
  'imports.imports',
];
/** What an employee with a task in the pool may do beside. */
const FOR_EMPLOYEE = [
  'privacy.recordConsents',
  'points.listPoints',
  'privacy.personState',
  ...['records.getRecord', 'records.createRecord', 'records.updateRecord', 'records.timeline'],
  'duplicates.checkDuplicates',
  ...[
    'records.recordProcesses',
    'records.relations',
    'records.related',
    'records.linkContact',
    'views.createView',
  ],
  'search.visitRecord',
  ...['mail.recordMailDraft', 'mail.recordMailSend'],
  // Each row of a batch asks for its own rights.
  'recordBatches.startRecordBatch',
  ...['rights.recordShares', 'rights.shareRecord', 'rights.endShare', 'audit.fieldHistory'],
  // Whoever may create tickets may also bring a list of them.
  ...['imports.importTargets', 'imports.beginImport'],
  // Tickets are his to work on, customers his to see, and a lead of his own his to make.
  ...['sla.ticketClocks', 'sla.ticketSpoken', 'leads.captureLead'],
  ...[
    'collaboration.recordTags',
    'collaboration.setTags',
    'collaboration.recordFiles',
    'collaboration.addFile',
  ],
  ...['collaboration.recordComments', 'collaboration.addRecordComment', 'collaboration.followState'],
  ...['collaboration.setFollow', 'collaboration.orgChart', 'lifecycle.lifecycleHistory'],
  'taskFiles.taskFiles',
  'taskFiles.addTaskFile',
  ...['tasks.getTask', 'tasks.claimTask', 'tasks.saveDraft', 'tasks.completeTask', 'tasks.unclaimTask'],
  ...['processes.versions', 'processes.definition', 'processes.startProcess'],
  // He may start every process, and so what begins when a condition is met.
  'events.evaluateConditions',
];

/** As the visitor's last denied request left the database: as it was, so his next one begins there. */
let last: { readonly visitor: Visitor; readonly print: string } | null = null;

async function expectDenied(visitor: Visitor, name: string, route: RouteDefinition): Promise<void> {
  const before = last?.visitor === visitor ? last.print : await api.fingerprint();
  const { method, path, body } = requestFor(name, route);
  const answer = await visitor.send<{ code: string }>(method, path, body);
  expect([401, 403, 404], `${name}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 200)}`).toContain(
    answer.status,
  );
  const after = await api.fingerprint();
  last = { visitor, print: after };
  if (after !== before) expect(JSON.parse(after), `${name} wrote something`).toEqual(JSON.parse(before));
}

describe('a stranger', () => {
  const closed = everyRoute.filter(({ route }) => route.access !== 'public');
  it.each(closed)('may not call $name', ({ name, route }) => expectDenied(api.stranger, name, route));
});

describe('a colleague with no role', () => {
  const closed = everyRoute.filter(
    ({ name, route }) => route.access !== 'public' && !OWN.includes(name) && !FOR_EVERYBODY.includes(name),
  );
  it.each(closed)('may not call $name', async ({ name, route }) =>
    expectDenied(await api.as('Nina'), name, route),
  );

  it.each([
    ...['/api/records/ticket', '/api/tasks', '/api/instances', '/api/processes', '/api/search?q=scan'],
    ...['/api/work-lists/user_task', '/api/work-lists/process_instance'],
  ])('sees nothing in %s', async (path) => {
    const answer = await (await api.as('Nina')).get<{ items: unknown[] }>(path);
    expect(answer).toMatchObject({ status: 200, body: { items: [] } });
  });
});

describe('an employee of support', () => {
  const closed = everyRoute.filter(
    ({ name, route }) =>
      route.access !== 'public' &&
      ![...OWN, ...FOR_EVERYBODY, ...FOR_EMPLOYEE].includes(name) &&
      // Initiated by himself: he takes part, and may watch.
      !['instances.getInstance'].includes(name),
  );
  it.each(closed)('may not call $name', async ({ name, route }) =>
    expectDenied(await api.as('Maria'), name, route),
  );
});

describe('a process owner', () => {
  const denied = [
    'instances.setParameters',
    'instances.stopInstance',
    'instances.migrateInstance',
    'instances.retryIncident',
    'instances.suspendInstance',
    'instances.resumeInstance',
    'instances.moveTimer',
    'instances.skipIncident',
    'instances.catchIncident',
  ];
  const closed = everyRoute.filter(({ name, route }) => route.access === 'admin' || denied.includes(name));
  it.each(closed)('may not call $name', async ({ name, route }) =>
    expectDenied(await api.as('Olga'), name, route),
  );
});

describe('a manager', () => {
  const denied = [
    'processes.getDraft',
    'processes.saveDraft',
    'processes.publish',
    'instances.migrateInstance',
  ];
  const closed = everyRoute.filter(({ name, route }) => route.access === 'admin' || denied.includes(name));
  it.each(closed)('may not call $name', async ({ name, route }) =>
    expectDenied(await api.as('Dmitry'), name, route),
  );
});

it('answers every route of the contract', async () => {
  const admin = await api.as('Viktor');
  for (const { name, route } of everyRoute) {
    if (['session.signOut', 'session.createFirstAdmin', 'instances.stopInstance'].includes(name)) continue;
    const { method, path, body } = requestFor(name, route);
    const answer = await admin.send<{ code?: string; detail?: string }>(method, path, body);
    expect(answer.status, `${name}: ${JSON.stringify(answer.body).slice(0, 300)}`).toBeLessThan(500);
    expect([answer.status, answer.body.detail], name).not.toEqual([404, `There is nothing at '${path}'.`]);
  }
  // One request after the other, as many as there are routes.
}, 90_000);
