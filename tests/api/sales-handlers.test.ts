import { afterAll, beforeAll, expect, it } from 'vitest';
import type { HandlerContext, TransactionHandler, Variables } from '#engine';
import { taskHandlers } from '../../api/adapters/handlers/index.ts';
import { crmHarness, type CrmHarness } from '../crm/support/crm-harness.ts';

let harness: CrmHarness;
let run: (type: string, input: Variables, writes?: readonly string[]) => Promise<Variables>;

beforeAll(async () => {
  harness = await crmHarness();
  const user = await harness.person({ roles: ['manager'] });
  const callers = {
    callerFor: () => Promise.resolve({ user, actor: { kind: 'process' as const, id: user.id } }),
  };
  const handlers = taskHandlers({ crm: harness.crm, callers } as unknown as Parameters<
    typeof taskHandlers
  >[0]);
  run = async (type, input, writes = ['lead', 'deal', 'account', 'contact', 'quote', 'order', 'product']) => {
    const context = { access: { reads: [], writes, outbound: [] } } as unknown as HandlerContext;
    const handler = handlers.get(type) as TransactionHandler;
    const result = await handler.run(input, context, null as never);
    if (result.kind !== 'ok') throw new Error(result.kind);
    return result.output;
  };
});
afterAll(() => harness.close());

it('creates, moves and sells in the name of a process, and is refused by the same rules as people', async () => {
  const { record: deal } = await run('crm.create-record', {
    entity: 'deal',
    name: 'By process',
    amount: 100,
  });
  await run('crm.update-record', { record: deal ?? null, stage: 'on_hold' });
  expect(harness.events.at(-1)).toMatchObject({
    entity: 'deal',
    actor: { kind: 'process' },
    fields: { stage: { from: 'qualified', to: 'on_hold' } },
  });
  await expect(run('crm.update-record', { record: deal ?? null, stage: 'lost' })).rejects.toThrow(
    'Fill in “Reason of loss”',
  );
  const { record: quote } = await run('crm.create-record', { entity: 'quote', deal: deal ?? null });
  expect(quote).toMatchObject({ $record: 'quote' });
});

it('converts a lead with the fields of its deal, and only when the process declares all that it writes', async () => {
  const { record: lead } = await run('crm.create-record', {
    entity: 'lead',
    title: 'Wants a demo',
    companyName: 'Acme',
    familyName: 'Smith',
  });
  await expect(run('crm.convert-lead', { lead: lead ?? null }, ['lead'])).rejects.toThrow("writes 'account'");
  const done = await run('crm.convert-lead', { lead: lead ?? null, amount: 500, name: 'Demo deal' });
  const [value] = await harness.crm.readForExpression([done.deal as never], null);
  expect(value).toMatchObject({
    name: 'Demo deal',
    amount: 500,
    stage: 'qualified',
    account: { name: 'Acme' },
  });
});

it('gives a lead by the rules in the name of a process, and says when it waits', async () => {
  const admin = harness.as(await harness.person({ roles: ['admin'] }));
  const seller = await harness.person({ roles: ['employee'] });
  const team = await harness.crm.groups.save(admin, {
    ...{ kind: 'team', id: null, name: 'Sellers', parentId: null, memberIds: [seller.id] },
  });
  const { record: lead } = await run('crm.create-record', { entity: 'lead', title: 'Of nobody' });
  const distribute = () => run('crm.distribute-lead', { lead: lead ?? null });
  await expect(distribute()).rejects.toThrow('Expected a rule that says who gets this lead');
  const rule = (defaultCapacity: number) =>
    harness.crm.distribution.saveRule(admin, {
      ...{ code: 'all', label: { en: 'All', ru: 'Все' }, arrivals: ['inbound'], match: { all: [] } },
      ...{ teamId: team.id, pick: 'least_busy', calendar: 'ignore', useSkills: true },
      ...{ preferKnownOwner: true, defaultCapacity, order: 1, active: true },
    });
  await rule(0);
  expect(await distribute()).toEqual({ owner: null, outcome: 'queued' });
  await rule(5);
  expect(await distribute()).toEqual({ owner: { $record: 'user', id: seller.id }, outcome: 'given' });
  await expect(run('crm.distribute-lead', { lead: lead ?? null }, [])).rejects.toThrow("writes 'lead'");
});

it('tells colleagues something about a record, whoever of them may read it', async () => {
  const reader = await harness.person({ roles: ['manager'] });
  const { record: deal } = await run('crm.create-record', { entity: 'deal', name: 'Told of' });
  const tell = { record: deal ?? null, text: 'It is yours to send.' };
  await run('crm.notify', { to: reader.id, ...tell });
  await run('crm.notify', { to: '', ...tell });
  const page = { unreadOnly: true, limit: 5 };
  const { items } = await harness.crm.notifications.list(harness.as(reader), page);
  expect(items).toMatchObject([{ kind: 'told', text: 'It is yours to send.', record: { title: 'Told of' } }]);
  await expect(run('crm.notify', { to: reader.id, ...tell }, [])).rejects.toThrow("reads 'deal'");
});
