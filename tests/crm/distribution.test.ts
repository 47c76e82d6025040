import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Caller, DistributionService, RecordView, RequestUser } from '#crm';
import { decide, type Receiver } from '#crm/testing';
import { crmHarness, type CrmHarness } from './support/crm-harness.ts';
import { seededRandom } from './support/seeded-random.ts';

type Rule = Parameters<DistributionService['saveRule']>[1];

let harness: CrmHarness;
let admin: Caller;
let team: string;
let people: RequestUser[];
const RULE: Omit<Rule, 'teamId'> = {
  code: 'all',
  label: { en: 'All leads', ru: 'Все лиды' },
  arrivals: ['inbound', 'import', 'process', 'person'],
  match: { all: [] },
  pick: 'least_busy',
  calendar: 'ignore',
  useSkills: true,
  preferKnownOwner: true,
  defaultCapacity: null,
  order: 1,
  active: true,
};

beforeAll(async () => {
  harness = await crmHarness();
  admin = harness.as(await harness.person({ roles: ['admin'] }));
});
afterAll(() => harness.close());

/** Three people nobody has met, so that each test begins with empty desks. */
beforeEach(async () => {
  harness.now = new Date('2026-06-01T09:00:00Z');
  people = [];
  await harness.pool.query('delete from crm.distribution_queue');
  for (let count = 0; count < 3; count += 1) people.push(await harness.person({ roles: ['employee'] }));
  const saved = await harness.crm.groups.save(admin, {
    kind: 'team',
    id: null,
    name: `Team ${people[0]?.name}`,
    parentId: null,
    memberIds: people.map(({ id }) => id),
  });
  team = saved.id;
  // Whoever signs in now belongs to the team.
  for (const [index, { id }] of people.entries())
    people[index] = (await harness.crm.organisation.loadUser(id)) ?? people[index]!;
});

const rule = (part: Partial<Rule> = {}) =>
  harness.crm.distribution.saveRule(admin, { ...RULE, teamId: team, ...part });
const takes = (person: RequestUser | undefined, part: object) =>
  harness.crm.distribution.savePerson(admin, {
    ...{ receives: true, capacity: null, languages: [], sources: [], products: [] },
    ...part,
    userId: person?.id ?? '',
  });
const inbound = (fields: Record<string, unknown> = {}, as: Caller = admin): Promise<RecordView> =>
  harness.crm.leads.capture(
    { ...as, actor: { kind: 'system', id: null } },
    { fields: { title: 'Wants a quote', ...fields }, payload: {} },
  );
const nameOf = (lead: RecordView): number => people.findIndex(({ id }) => id === lead.fields.owner);
const why = async (lead: RecordView) => {
  const [step] = await harness.crm.distribution.why(admin, { id: lead.id });
  return step;
};

describe('a lead that nobody was named for', () => {
  it('goes to whoever has least to do, and the reason says what was known of each', async () => {
    await rule();
    await harness.crm.records.create(admin, {
      entity: 'lead',
      fields: { title: 'Busy already', owner: people[0]?.id },
    });
    const given = [await inbound(), await inbound(), await inbound()];
    expect(given.map(nameOf).toSorted()).toEqual(expect.arrayContaining([1, 2]));
    expect(nameOf(given[0]!)).not.toBe(0);
    const step = await why(given[0]!);
    expect(step).toMatchObject({ outcome: 'given', reason: 'least_busy', rule: { code: 'all' } });
    const known = step?.candidates.toSorted((one, other) => (one.id < other.id ? -1 : 1));
    expect(known?.map(({ name, open, obstacles }) => ({ name, open, obstacles }))).toEqual([
      ...[{ name: people[0]?.name, open: 1, obstacles: [] }],
      ...people.slice(1).map(({ name }) => ({ name, open: 0, obstacles: [] })),
    ]);
    const subject = { entity: 'lead', id: given[0]!.id };
    const timeline = await harness.crm.timeline.read(admin, { ...subject, limit: 20 });
    expect(timeline.items.map(({ verb }) => verb)).toContain('distributed');
    const told = await harness.crm.notifications.list(harness.as(people[nameOf(given[0]!)]!), {
      unreadOnly: true,
      limit: 10,
    });
    expect(told.items.map(({ kind }) => kind)).toContain('assigned');
  });

  it('goes in turns, whoever is busy', async () => {
    await rule({ pick: 'round_robin' });
    const turns: number[] = [];
    for (let count = 0; count < 6; count += 1) turns.push(nameOf(await inbound()));
    expect(turns.slice(3)).toEqual(turns.slice(0, 3));
    expect(turns.slice(0, 3).toSorted()).toEqual([0, 1, 2]);
  });

  it('goes to somebody who has what it needs', async () => {
    await rule();
    const german = { languages: ['de'], sources: ['exhibition'] };
    await takes(people[0], german);
    await takes(people[1], { languages: ['en'] });
    await takes(people[2], { languages: ['ru'] });
    expect(nameOf(await inbound({ language: 'de', source: 'exhibition' }))).toBe(0);
    expect(nameOf(await inbound({ language: 'ru' }))).toBe(2);
    const lead = await inbound({ language: 'de', source: 'phone' });
    expect(lead.fields.owner).toBeNull();
    const obstacles = (await why(lead))?.candidates.map((one) => [one.id, one.obstacles]);
    expect(Object.fromEntries(obstacles ?? [])).toEqual({
      [people[0]!.id]: ['source'],
      [people[1]!.id]: ['language'],
      [people[2]!.id]: ['language'],
    });
  });

  it('goes to nobody who is away, and at night waits for those whose day begins first', async () => {
    await rule({ calendar: 'prefer' });
    const at = (day: string) => new Date(`2026-06-${day}`);
    await harness.pool.query(
      `insert into crm.substitution (id, user_id, by_user_id, from_at, to_at) values (gen_random_uuid(), $1, $2, $3, $4)`,
      [people[0]?.id, people[1]?.id, at('01'), at('10')],
    );
    await harness.pool.query(
      `insert into crm.working_calendar (code, name, time_zone, week) values ('early-' || $2::int, 'Early', 'UTC', $1)`,
      [JSON.stringify(Array.from({ length: 7 }, () => [['01:00', '09:00']])), people.length],
    );
    await harness.pool.query(`update crm."user" set calendar_code = 'early-3' where id = $1`, [
      people[2]?.id,
    ]);
    harness.now = new Date('2026-06-02T23:00:00Z');
    const lead = await inbound();
    expect(nameOf(lead)).toBe(2);
    expect(await why(lead)).toMatchObject({ reason: 'first_at_work' });
    expect((await why(lead))?.candidates[0]?.obstacles).toEqual(['absent']);
    await rule({ calendar: 'require' });
    expect((await inbound()).fields.owner).toBeNull();
  });

  it('goes to the known customer’s own salesperson first, also of another team', async () => {
    await rule();
    const own = await harness.person({ roles: ['employee'] });
    const account = await harness.crm.records.create(admin, {
      entity: 'account',
      fields: { name: `Known ${own.name}`, owner: own.id },
    });
    const lead = await inbound({ account: account.id });
    expect(lead.fields.owner).toBe(own.id);
    expect(await why(lead)).toMatchObject({ reason: 'known_owner' });
    await takes(own, { receives: false });
    expect(nameOf(await inbound({ account: account.id }))).toBeGreaterThanOrEqual(0);
  });

  it('waits in the queue of the team with an alarm when nobody can, and is given as soon as somebody can', async () => {
    await rule({ defaultCapacity: 0 });
    const lead = await inbound();
    expect(lead.fields).toMatchObject({ owner: null, team });
    const told = await harness.crm.notifications.list(harness.as(people[1]!), {
      unreadOnly: true,
      limit: 10,
    });
    expect(told.items.map(({ kind }) => kind)).toEqual(['queue']);
    const stranger = harness.as(await harness.person({ roles: ['employee'] }));
    const read = (as: Caller) => harness.crm.records.get(as, { entity: 'lead', id: lead.id });
    await expect(read(stranger)).rejects.toMatchObject({ code: 'CRM_RECORD_NOT_FOUND' });
    expect((await read(harness.as(people[2]!))).rights.edit).toBe(true);
    expect((await harness.crm.distribution.rules()).find(({ code }) => code === 'all')).toMatchObject({
      waiting: 1,
    });
    expect(await harness.crm.distribution.sweep()).toBe(0);
    await rule({ defaultCapacity: 1 });
    expect(await harness.crm.distribution.sweep()).toBe(1);
    const owner = nameOf(await read(admin));
    expect(owner).toBeGreaterThanOrEqual(0);
    await expect(read(harness.as(people[(owner + 1) % 3]!))).rejects.toMatchObject({
      code: 'CRM_RECORD_NOT_FOUND',
    });
    expect(await harness.crm.distribution.sweep()).toBe(0);
  });

  it('never gives anybody more than he may have, however many come at once', async () => {
    await rule({ defaultCapacity: 2 });
    await takes(people[0], { capacity: 1 });
    const leads = await Promise.all(Array.from({ length: 20 }, () => inbound()));
    const counts = people.map(({ id }) => leads.filter((lead) => lead.fields.owner === id).length);
    expect(counts).toEqual([1, 2, 2]);
    expect(leads.filter((lead) => lead.fields.owner === null)).toHaveLength(15);
  });
});

describe('ways of arriving', () => {
  it('a person’s own lead stays his; who names nobody hands it on, also with the right to own leads only', async () => {
    await rule();
    const seller = harness.as(await harness.person({ roles: ['employee'] }));
    const create = (fields: object) =>
      harness.crm.records.create(seller, { entity: 'lead', fields: { title: 'By hand', ...fields } });
    expect((await create({})).fields.owner).toBe(seller.user.id);
    expect(nameOf(await create({ owner: null }))).toBeGreaterThanOrEqual(0);
    await rule({ active: false });
    await expect(create({ owner: null })).rejects.toMatchObject({ code: 'CRM_FORBIDDEN' });
    await rule({ arrivals: ['inbound'], match: { all: [] } });
    await expect(create({ owner: null })).rejects.toMatchObject({ code: 'CRM_FORBIDDEN' });
  });

  it('a process hands on what it makes, and a rule looks only at what arrives by its ways and fits it', async () => {
    await rule({
      arrivals: ['process'],
      match: { all: [{ kind: 'field', field: 'source', operator: 'eq', value: 'phone' }] },
    });
    const process: Caller = { ...admin, actor: { kind: 'process', id: admin.user.id } };
    const create = (fields: object) =>
      harness.crm.records.create(process, { entity: 'lead', fields: { title: 'By process', ...fields } });
    expect(nameOf(await create({ source: 'phone' }))).toBeGreaterThanOrEqual(0);
    expect((await create({ source: 'referral' })).fields.owner).toBeNull();
    expect((await inbound({ source: 'phone' })).fields.owner).toBeNull();
  });
});

describe('giving by hand', () => {
  it('gives a lead anew by the rules, and says when there is none', async () => {
    await rule({ active: false });
    const lead = await inbound();
    const distribute = () => harness.crm.distribution.distribute(admin, { id: lead.id });
    const before = await harness.fingerprint();
    await expect(distribute()).rejects.toMatchObject({ code: 'CRM_DISTRIBUTION_UNRULED' });
    expect(await harness.fingerprint()).toBe(before);
    await rule();
    expect(await distribute()).toMatchObject({ outcome: 'given', reason: 'least_busy' });
    const nobody = harness.as(await harness.person({ roles: [] }));
    await expect(harness.crm.distribution.distribute(nobody, { id: lead.id })).rejects.toMatchObject({
      code: 'CRM_RECORD_NOT_FOUND',
    });
    await expect(harness.crm.distribution.why(nobody, { id: lead.id })).rejects.toMatchObject({
      code: 'CRM_RECORD_NOT_FOUND',
    });
  });

  it('shows who would get a lead without writing anything', async () => {
    await rule();
    await takes(people[1], { languages: ['de'] });
    await takes(people[0], { receives: false });
    await takes(people[2], { languages: ['en'] });
    const before = await harness.fingerprint();
    const preview = (fields: object) =>
      harness.crm.distribution.preview({ fields: { ...fields }, arrival: 'inbound', at: null });
    expect(await preview({ language: 'de' })).toMatchObject({
      owner: { id: people[1]?.id },
      reason: 'sole',
    });
    expect(await preview({ language: 'fr' })).toMatchObject({ owner: null, rule: { code: 'all' } });
    await expect(preview({ colour: 'red' })).rejects.toMatchObject({ code: 'CRM_FIELDS_INVALID' });
    expect(await harness.fingerprint()).toBe(before);
  });

  it('refuses a rule that somebody changed meanwhile, asks for what no lead has, or names no team', async () => {
    const { version } = await rule();
    await rule({ order: 2, version });
    await expect(rule({ order: 3, version })).rejects.toMatchObject({ code: 'CRM_SETTING_CHANGED' });
    const colour = { kind: 'field', field: 'colour', operator: 'notEmpty' } as const;
    await expect(rule({ match: { all: [colour] } })).rejects.toMatchObject({ code: 'CRM_FIELDS_INVALID' });
    await expect(rule({ teamId: people[0]?.id ?? '' })).rejects.toMatchObject({ code: 'CRM_FIELDS_INVALID' });
    await expect(takes(people[0], { languages: ['xx'] })).rejects.toMatchObject({
      code: 'CRM_FIELDS_INVALID',
    });
  });
});

it('decides as plain words would, for a thousand random desks', () => {
  const seed = Number(process.env.SEED ?? Date.now() % 100_000);
  const random = seededRandom(seed);
  const now = new Date('2026-06-01T12:00:00Z');
  const maybe = <T>(value: T): T | null => (random.below(3) === 0 ? null : value);
  for (let round = 0; round < 1_000; round += 1) {
    const receivers = Array.from({ length: random.below(6) }, (_, index): Receiver => ({
      id: `p${index}`,
      name: `p${index}`,
      isMember: random.below(5) > 0,
      receives: random.below(6) > 0,
      capacity: maybe(random.below(5)),
      languages: random.below(2) === 0 ? [] : [random.pick(['en', 'de'])],
      sources: [],
      products: [],
      territories: [],
      isAbsent: random.below(5) === 0,
      worksAt: maybe(new Date(now.getTime() + (random.below(3) - 1) * 3_600_000)),
      open: random.below(5),
      lastTurn: maybe(random.below(50)),
    }));
    const way = {
      pick: random.pick(['least_busy', 'round_robin'] as const),
      calendar: random.pick(['ignore', 'prefer', 'require'] as const),
      useSkills: random.below(2) === 0,
      preferKnownOwner: random.below(2) === 0,
      defaultCapacity: maybe(3),
    };
    const language = maybe('en');
    const knownOwner = maybe(`p${random.below(6)}`);
    const needs = { language, source: null, product: null, territory: null, knownOwner };
    const { chosen } = decide(way, needs, { receivers, now });
    const can = receivers.filter((one) => {
      const limit = one.capacity ?? way.defaultCapacity ?? 1_000;
      const speaks = !way.useSkills || !language || !one.languages[0] || one.languages.includes(language);
      const works = one.worksAt !== null && one.worksAt <= now;
      return (
        one.receives && !one.isAbsent && one.open < limit && speaks && (way.calendar !== 'require' || works)
      );
    });
    const known = way.preferKnownOwner ? can.find(({ id }) => id === knownOwner) : undefined;
    const members = can.filter(({ isMember }) => isMember);
    const hasBetter = (one: Receiver): boolean =>
      members.some((other) => {
        const begins = ({ worksAt }: Receiver) => (worksAt ? Math.max(+worksAt, +now) : Infinity);
        if (way.calendar === 'prefer' && begins(other) !== begins(one)) return begins(other) < begins(one);
        if (way.pick === 'least_busy' && other.open !== one.open) return other.open < one.open;
        return (other.lastTurn ?? -1) < (one.lastTurn ?? -1);
      });
    const said = `seed ${seed}, round ${round}`;
    if (known) expect(chosen, said).toBe(known.id);
    else if (members.length === 0) expect(chosen, said).toBeNull();
    else
      expect(
        members.filter((one) => !hasBetter(one)).map(({ id }) => id),
        said,
      ).toContain(chosen);
  }
});
