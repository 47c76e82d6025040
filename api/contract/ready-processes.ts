/** Processes that the product ships: what they need here, and taking them into use. */
import { z } from 'zod';
import { localizedText, none, person } from './common.ts';
import { definitionSummary, draft } from './processes.ts';
import { defineRoute } from './route.ts';

export const processNeed = z.object({
  kind: z.enum(['department', 'position', 'calendar', 'process']),
  /** By which the diagram names it. */
  code: z.string(),
  label: localizedText,
  /** Where a position would usually be; null for the others. */
  department: z.object({ code: z.string(), label: localizedText }).nullable(),
  isMissing: z.boolean(),
  /** A position that is there and that nobody holds. */
  isVacant: z.boolean(),
});
export type ProcessNeed = z.infer<typeof processNeed>;

export const readyProcess = z.object({
  processKey: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  state: z.enum(['absent', 'draft', 'published']),
  needs: z.array(processNeed),
  mayDraw: z.boolean(),
  mayPublish: z.boolean(),
});
export type ReadyProcess = z.infer<typeof readyProcess>;

const keyParams = z.object({ processKey: z.string().min(1).max(200) }).strict();
const base = { access: 'signedIn', query: none, body: none } as const;

export const readyProcessRoutes = {
  readyProcesses: defineRoute({
    ...base,
    method: 'GET',
    path: '/api/ready-processes',
    summary: 'Shipped processes that the caller may draw or publish, with what they need and what is missing',
    params: none,
    response: z.object({ items: z.array(readyProcess) }),
    idempotent: false,
  }),
  readyProcessUse: defineRoute({
    ...base,
    method: 'GET',
    path: '/api/ready-processes/:processKey/use',
    summary: 'Whether a shipped process, or another that begins by the same, is published; else who could',
    params: keyParams,
    response: z.object({ isPublished: z.boolean(), mayInstall: z.boolean(), ask: z.array(person) }),
    idempotent: false,
  }),
  takeReadyProcess: defineRoute({
    ...base,
    method: 'POST',
    path: '/api/ready-processes/:processKey/draft',
    summary: 'Take a shipped process as a draft (right: draw)',
    params: keyParams,
    response: draft,
    idempotent: true,
  }),
  publishReadyProcess: defineRoute({
    ...base,
    method: 'POST',
    path: '/api/ready-processes/:processKey/publish',
    summary:
      'Publish a shipped process as it is; refused while something that it needs is missing (right: publish)',
    params: keyParams,
    response: definitionSummary,
    idempotent: true,
  }),
};
