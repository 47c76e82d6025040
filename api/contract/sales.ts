/** Selling: pipelines, the way of a record through its stages, and who has a say in a deal. */
import { z } from 'zod';
import { id, localizedText, none, recordLink } from './common.ts';
import { tone } from './record-kinds.ts';
import { defineRoute } from './route.ts';
import { expectedVersion } from './setting-rules.ts';

const stagedEntity = z.enum(['deal', 'lead']);
const code = z.string().regex(/^[a-z][a-z0-9_]{0,59}$/, 'A code is made of a to z, digits and _.');
const stageStatus = z.enum(['open', 'won', 'lost', 'paused']);

const entryCondition = z.discriminatedUnion('kind', [
  z
    .object({
      kind: z.literal('field'),
      field: z.string().min(1).max(100),
      operator: z.enum(['notEmpty', 'eq', 'in', 'gt', 'gte', 'lt', 'lte']),
      value: z.unknown().optional(),
    })
    .strict(),
  z.object({ kind: z.literal('contactRole'), role: z.string().min(1).max(60) }).strict(),
  z.object({ kind: z.literal('lineItems') }).strict(),
  z.object({ kind: z.literal('quoteAccepted') }).strict(),
  z.object({ kind: z.literal('activityDone'), activityKind: z.string().min(1).max(60) }).strict(),
]);

const stageDraft = z
  .object({
    code,
    label: localizedText,
    tone,
    color: z
      .string()
      .regex(/^#[0-9a-f]{6}$/)
      .nullable()
      .default(null),
    baseStatus: stageStatus,
    defaultProbability: z.number().int().min(0).max(100),
    rotDays: z.number().int().min(1).max(3650).nullable(),
    entryRule: z.object({ all: z.array(entryCondition).max(20) }).strict(),
    /** While this process works on a record, only processes move it into the stage and out of it. */
    processKey: z.string().trim().min(1).max(200).nullable().default(null),
  })
  .strict();

const pipelineView = z.object({
  code: z.string(),
  label: localizedText,
  teamIds: z.array(z.string()),
  isDefault: z.boolean(),
  version: z.number().int(),
  stages: z.array(
    z.object({
      code: z.string(),
      label: localizedText,
      tone,
      color: z.string().nullable(),
      baseStatus: stageStatus,
      defaultProbability: z.number().int(),
      rotDays: z.number().int().nullable(),
      entryRule: z.object({ all: z.array(entryCondition) }),
      processKey: z.string().nullable(),
    }),
  ),
});
export type PipelineView = z.infer<typeof pipelineView>;

const recordPath = z.object({
  /** The field that moves the record when it is written. */
  field: z.string(),
  pipeline: z.object({ code: z.string(), label: localizedText }),
  enteredAt: z.string(),
  stages: z.array(
    z.object({
      code: z.string(),
      label: localizedText,
      tone,
      baseStatus: stageStatus,
      isCurrent: z.boolean(),
      durationMs: z.number().nullable(),
      /** What is needed to enter it, in words. */
      missing: z.array(
        z.object({
          field: z.string().nullable(),
          text: localizedText,
          /** The instance that has to go on first. */
          instanceId: id.optional(),
        }),
      ),
    }),
  ),
  attention: z.object({
    state: z.string().nullable(),
    rotDays: z.number().int().nullable(),
    rotsAt: z.string().nullable(),
    nextActivityAt: z.string().nullable(),
    lastContactAt: z.string().nullable(),
  }),
});
export type RecordPath = z.infer<typeof recordPath>;

const dealContact = z.object({ id, contact: recordLink, role: z.string(), roleLabel: localizedText });
export type DealContact = z.infer<typeof dealContact>;
const dealContacts = z.object({ items: z.array(dealContact) });
const dealParams = z.object({ dealId: id }).strict();

export const salesRoutes = {
  pipelines: defineRoute({
    method: 'GET',
    path: '/api/pipelines/:entity',
    access: 'signedIn',
    summary: 'Pipelines of deals or leads with their stages',
    params: z.object({ entity: stagedEntity }).strict(),
    query: none,
    body: none,
    response: z.object({ items: z.array(pipelineView) }),
    idempotent: false,
  }),
  savePipeline: defineRoute({
    method: 'PUT',
    path: '/api/pipelines/:entity/:code',
    access: 'admin',
    summary: 'Create or change a pipeline; stages that are left out are retired',
    params: z.object({ entity: stagedEntity, code }).strict(),
    query: none,
    body: z
      .object({
        label: localizedText,
        teamIds: z.array(id).max(100).default([]),
        isDefault: z.boolean().default(false),
        stages: z.array(stageDraft).min(1).max(50),
        version: expectedVersion,
      })
      .strict(),
    response: pipelineView,
    idempotent: true,
  }),
  recordPath: defineRoute({
    method: 'GET',
    path: '/api/pipelines/:entity/records/:id',
    access: 'signedIn',
    summary:
      'The way of a deal or lead: stages, time in each, what is missing for the next, and why it needs attention',
    params: z.object({ entity: stagedEntity, id }).strict(),
    query: none,
    body: none,
    response: recordPath,
    idempotent: false,
  }),
  dealContacts: defineRoute({
    method: 'GET',
    path: '/api/deals/:dealId/contacts',
    access: 'signedIn',
    summary: 'Who of the customer has a say in a deal',
    params: dealParams,
    query: none,
    body: none,
    response: dealContacts,
    idempotent: false,
  }),
  addDealContact: defineRoute({
    method: 'POST',
    path: '/api/deals/:dealId/contacts',
    access: 'signedIn',
    summary: 'Add a contact to a deal with a role',
    params: dealParams,
    query: none,
    body: z.object({ contactId: id, role: z.string().min(1).max(60) }).strict(),
    response: dealContacts,
    idempotent: true,
  }),
  removeDealContact: defineRoute({
    method: 'DELETE',
    path: '/api/deals/:dealId/contacts/:id',
    access: 'signedIn',
    summary: 'Take a contact off a deal',
    params: dealParams.extend({ id }).strict(),
    query: none,
    body: none,
    response: dealContacts,
    idempotent: true,
  }),
};
