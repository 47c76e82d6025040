/** Who gets a lead that nobody was named for: rules, what people take, the preview, and the reasons of each decision. */
import { z } from 'zod';
import { id, idParams, localizedText, none } from './common.ts';
import { defineRoute } from './route.ts';
import { expectedVersion, fieldRule, settingCode } from './setting-rules.ts';

const arrival = z.enum(['inbound', 'import', 'process', 'person']);
const ruleBody = z
  .object({
    label: localizedText,
    /** How leads come that it is for: by mail or form, by a list, by a process, by a person who names nobody. */
    arrivals: z.array(arrival).min(1).max(4),
    match: fieldRule,
    /** Whose members may get them, and whose queue they wait in when nobody can. */
    teamId: id,
    pick: z.enum(['least_busy', 'round_robin']),
    /** Working time: not asked; those at work first; nobody who is not at work. */
    calendar: z.enum(['ignore', 'prefer', 'require']),
    useSkills: z.boolean(),
    preferKnownOwner: z.boolean(),
    /** Open leads for whoever has no limit of his own. */
    defaultCapacity: z.number().int().min(0).max(100_000).nullable(),
    order: z.number().int().min(0).max(10_000),
    active: z.boolean(),
  })
  .strict();
const distributionRule = ruleBody.extend({
  code: z.string(),
  version: z.number().int(),
  teamName: z.string(),
  waiting: z.number().int(),
  waitingSince: z.string().nullable(),
});
export type DistributionRule = z.infer<typeof distributionRule>;

const personBody = z
  .object({
    receives: z.boolean(),
    /** Open leads at most; null: the rule's. */
    capacity: z.number().int().min(0).max(100_000).nullable(),
    /** Empty: any. */
    languages: z.array(z.string().min(1).max(60)).max(50),
    sources: z.array(z.string().min(1).max(60)).max(50),
    products: z.array(id).max(500),
  })
  .strict();
const distributionPerson = personBody.extend({
  id,
  name: z.string(),
  open: z.number().int(),
  isAbsent: z.boolean(),
  worksAt: z.string().nullable(),
  version: z.number().int(),
});
export type DistributionPerson = z.infer<typeof distributionPerson>;

const decision = z.object({
  rule: z.object({ code: z.string(), label: localizedText }).nullable(),
  owner: z.object({ id, name: z.string() }).nullable(),
  reason: z.enum(['known_owner', 'sole', 'least_busy', 'round_robin', 'first_at_work']).nullable(),
  candidates: z.array(
    z.object({
      id,
      name: z.string(),
      open: z.number().int(),
      capacity: z.number().int().nullable(),
      obstacles: z.array(
        z.enum([
          ...['paused', 'absent', 'full', 'notWorking', 'language'],
          ...['source', 'product', 'territory', 'otherTeam'],
        ] as const),
      ),
      worksAt: z.string().nullable(),
    }),
  ),
});
export type DistributionDecision = z.infer<typeof decision>;
const step = decision.extend({ at: z.string(), outcome: z.enum(['given', 'queued']) });
export type DistributionStep = z.infer<typeof step>;

export const distributionRoutes = {
  distributionRules: defineRoute({
    method: 'GET',
    path: '/api/distribution-rules',
    access: 'admin',
    summary: 'Rules by which leads get owners, in the order in which they are tried, with how many wait',
    params: none,
    query: none,
    body: none,
    response: z.object({ items: z.array(distributionRule) }),
    idempotent: false,
  }),
  saveDistributionRule: defineRoute({
    method: 'PUT',
    path: '/api/distribution-rules/:code',
    access: 'admin',
    summary: 'Create or change a rule of distribution',
    params: z.object({ code: settingCode }).strict(),
    query: none,
    body: ruleBody.extend({ version: expectedVersion }).strict(),
    response: distributionRule,
    idempotent: true,
  }),
  distributionPeople: defineRoute({
    method: 'GET',
    path: '/api/distribution-people',
    access: 'admin',
    summary: 'What each person takes, how many open leads he has and when he works next',
    params: none,
    query: none,
    body: none,
    response: z.object({ items: z.array(distributionPerson) }),
    idempotent: false,
  }),
  saveDistributionPerson: defineRoute({
    method: 'PUT',
    path: '/api/distribution-people/:userId',
    access: 'admin',
    summary:
      'Say what a person takes: whether at all, how many at once, which languages, sources and products',
    params: z.object({ userId: id }).strict(),
    query: none,
    body: personBody.extend({ version: expectedVersion }).strict(),
    response: distributionPerson,
    idempotent: true,
  }),
  previewDistribution: defineRoute({
    method: 'POST',
    path: '/api/distribution-preview',
    access: 'admin',
    summary: 'Who would get such a lead at an instant, and why not the others; nothing is written',
    params: none,
    query: none,
    body: z
      .object({
        fields: z.record(z.string().min(1).max(100), z.unknown()),
        arrival: arrival.default('inbound'),
        /** Null: now. */
        at: z.iso.datetime().nullable().default(null),
      })
      .strict(),
    response: decision,
    idempotent: false,
  }),
  leadDistribution: defineRoute({
    method: 'GET',
    path: '/api/leads/:id/distribution',
    access: 'signedIn',
    summary: 'Whom a lead was given to by the rules, and why, newest first',
    params: idParams,
    query: none,
    body: none,
    response: z.object({ items: z.array(step) }),
    idempotent: false,
  }),
  distributeLead: defineRoute({
    method: 'POST',
    path: '/api/leads/:id/distribution',
    access: 'signedIn',
    summary:
      'Give a lead by the rules, whoever has it; it waits in the queue of the team when nobody can take it',
    params: idParams,
    query: none,
    body: none,
    response: step,
    idempotent: true,
  }),
};
