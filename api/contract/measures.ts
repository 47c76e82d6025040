/** How selling and service go, by the rights of whoever asks, with the records behind each number. */
import { z } from 'zod';
import { localizedText, none, recordLink } from './common.ts';
import { defineRoute } from './route.ts';
import { expectedVersion } from './setting-rules.ts';

const period = z
  .object({
    from: z.iso.datetime(),
    /** Not included. */
    to: z.iso.datetime(),
  })
  .strict();
/** Durations are in milliseconds. */
const spread = z.object({
  count: z.number().int(),
  median: z.number().nullable(),
  p90: z.number().nullable(),
});
const rate = z.object({
  /** What an hour of work costs, in the base currency; null: costs are not shown. */
  hourlyRate: z.number().nullable(),
  currency: z.string(),
  version: z.number().int(),
});
export type MeasureRate = z.infer<typeof rate>;
/** Of how many records the sums leave out the amount, because no rate is known for it. */
const unrated = z.number().int();
/** Money in the base currency, or milliseconds; null where a record counts by itself. */
const value = z.number().nullable();
const behind = z.object({
  unit: z.enum(['money', 'time']).nullable(),
  /** Each with how many times it counts and its part of the amount or time. */
  items: z.array(
    recordLink.extend({
      /** Records may bear the same name; null where this kind has no numbers. */
      number: z.string().nullable(),
      times: z.number().int(),
      value,
    }),
  ),
  total: z.number().int(),
  times: z.number().int(),
  value,
});
export type BehindNumber = z.infer<typeof behind>;

const stagedParams = z.object({ entity: z.enum(['deal', 'lead']), code: z.string().min(1).max(60) }).strict();
const stageMeasure = z.object({
  code: z.string(),
  label: localizedText,
  baseStatus: z.enum(['open', 'won', 'lost', 'paused']),
  duration: spread,
  /** Where visits that ended in the period led. */
  exits: z.object({
    further: z.number().int(),
    won: z.number().int(),
    lost: z.number().int(),
    back: z.number().int(),
    paused: z.number().int(),
  }),
  lostAmount: z.number().nullable(),
  conversion: z.number().nullable(),
  workedMs: z.number(),
  standing: z.number().int(),
  standingAmount: z.number().nullable(),
});
export type StageMeasure = z.infer<typeof stageMeasure>;

const sourcePeriod = period.extend({ touch: z.enum(['first', 'last']).default('first') }).strict();
const sourceMeasure = z.object({
  source: z.string().nullable(),
  leads: z.number().int(),
  converted: z.number().int(),
  disqualified: z.number().int(),
  deals: z.number().int(),
  won: z.number().int(),
  lost: z.number().int(),
  wonAmount: z.number().nullable(),
  openAmount: z.number().nullable(),
});
export type SourceMeasure = z.infer<typeof sourceMeasure>;

const supportPeriod = period.extend({ by: z.enum(['type', 'account']).default('type') }).strict();
const supportMeasure = z.object({
  /** Code of the type, or id of the customer. */
  group: z.string().nullable(),
  title: z.string().nullable(),
  tickets: z.number().int(),
  closed: z.number().int(),
  workedMs: z.number(),
  perTicket: spread,
  solved: spread,
});
export type SupportMeasure = z.infer<typeof supportMeasure>;

const get = <P extends z.ZodType, Q extends z.ZodType, R extends z.ZodType>(route: {
  readonly path: string;
  readonly summary: string;
  readonly params: P;
  readonly query: Q;
  readonly response: R;
}) => defineRoute({ method: 'GET', access: 'signedIn', body: none, idempotent: false, ...route });

export const measureRoutes = {
  stageMeasures: get({
    path: '/api/measures/stages/:entity/:code',
    summary:
      'How long deals or leads stay in each stage of a pipeline, where they go from there, and the work',
    params: stagedParams,
    query: period,
    response: z.object({ items: z.array(stageMeasure), rate, unrated }),
  }),
  stageMeasureRecords: get({
    path: '/api/measures/stages/:entity/:code/records',
    summary: 'The records behind a number of a stage, at most 200 of them',
    params: stagedParams,
    query: period
      .extend({
        stage: z.string().min(1).max(60),
        cell: z.enum(['ended', 'further', 'won', 'lost', 'back', 'paused', 'standing', 'worked']),
      })
      .strict(),
    response: behind,
  }),
  sourceMeasures: get({
    path: '/api/measures/sources',
    summary: 'What each source brings, by the first or the last touch of the customer',
    params: none,
    query: sourcePeriod,
    response: z.object({ items: z.array(sourceMeasure), rate, unrated }),
  }),
  sourceMeasureRecords: get({
    path: '/api/measures/sources/records',
    summary: 'The records behind a number of a source, at most 200 of them',
    params: none,
    query: sourcePeriod
      .extend({
        /** Left out: those whose source is not known. */
        source: z.string().min(1).max(60).optional(),
        cell: z.enum(['leads', 'converted', 'disqualified', 'deals', 'won', 'lost', 'decided', 'open']),
      })
      .strict(),
    response: behind,
  }),
  supportMeasures: get({
    path: '/api/measures/support',
    summary: 'What support takes, by the type of ticket or by customer',
    params: none,
    query: supportPeriod,
    response: z.object({ items: z.array(supportMeasure), rate, unrated }),
  }),
  supportMeasureRecords: get({
    path: '/api/measures/support/records',
    summary: 'The tickets behind a number of support, at most 200 of them',
    params: none,
    query: supportPeriod
      .extend({ group: z.string().min(1).max(60).optional(), cell: z.enum(['tickets', 'closed', 'worked']) })
      .strict(),
    response: behind,
  }),
  measureRate: get({
    path: '/api/measures/rate',
    summary: 'What an hour of work costs',
    params: none,
    query: none,
    response: rate,
  }),
  saveMeasureRate: defineRoute({
    method: 'PUT',
    path: '/api/measures/rate',
    access: 'admin',
    summary: 'Say what an hour of work costs; null hides costs',
    params: none,
    query: none,
    body: z
      .object({ hourlyRate: z.number().min(0).max(1_000_000).nullable(), version: expectedVersion })
      .strict(),
    response: rate,
    idempotent: true,
  }),
};
