/** What happens outside and is told to the processes: messages, signals, and facts that conditions look at. */
import { z } from 'zod';
import { none, ok, variables } from './common.ts';
import { defineRoute } from './route.ts';

const name = z.string().trim().min(1).max(255);
const key = z.string().trim().min(1).max(255);
const started = z.array(z.string());

const signalOnItsWay = z.object({
  id: z.string(),
  name: z.string(),
  thrownAt: z.string().nullable(),
  reached: z.number().int(),
  /** Null before it has begun. */
  total: z.number().int().nullable(),
  /** How many are left over: they wait for a suspended process or a retry. */
  rest: z.number().int(),
});

export type SignalOnItsWay = z.infer<typeof signalOnItsWay>;

const kind = z.enum(['message', 'signal']);
/** Why, when somebody sends it by hand: it then stands in the log of operations. */
const reason = z.string().trim().min(1).max(1000).optional();
const ofProcess = z.object({ key: z.string(), name: z.string() });

const knownEvent = z.object({
  kind,
  /** Or the expression that gives it. */
  name: z.string(),
  /** The name depends on the variables of each instance. */
  isPattern: z.boolean(),
  processes: z.array(ofProcess),
});
export type KnownEvent = z.infer<typeof knownEvent>;

const whoWaits = z.object({
  /** Instances that wait, each as often as it does. */
  waiting: z.number().int(),
  /** Start events that it would begin. */
  starts: z.number().int(),
  processes: z.array(ofProcess.extend({ waiting: z.number().int(), starts: z.number().int() })),
});
export type WhoWaits = z.infer<typeof whoWaits>;

export const eventRoutes = {
  knownEvents: defineRoute({
    method: 'GET',
    path: '/api/events',
    access: 'signedIn',
    summary: 'Messages and signals that the published processes wait for, by name',
    params: none,
    query: none,
    body: none,
    response: z.object({ items: z.array(knownEvent) }),
    idempotent: false,
  }),
  whoWaits: defineRoute({
    method: 'GET',
    path: '/api/events/waiting',
    access: 'signedIn',
    summary: 'Who waits for a message or signal now: instances and start events, by process',
    params: none,
    query: z.object({ kind, name, correlationKey: key.optional() }).strict(),
    body: none,
    response: whoWaits,
    idempotent: false,
  }),
  sendMessage: defineRoute({
    method: 'POST',
    path: '/api/messages',
    access: 'signedIn',
    summary:
      'Send a message: to the instance that waits for its name and key, or to start what begins with it',
    params: none,
    query: none,
    body: z
      .object({
        name,
        correlationKey: key.optional(),
        variables: variables.optional(),
        /** ISO 8601 duration for which the message is kept when nobody waits for it yet. */
        timeToLive: z
          .string()
          .max(50)
          .regex(/^P(?=.)/, 'Expected an ISO 8601 duration such as PT1H.')
          .optional(),
        reason,
      })
      .strict(),
    response: z.object({
      instanceIds: z.array(z.string()),
      started,
      /** Processes whose start has taken it and waits for the rest of what it is about. */
      collected: z.array(z.string()),
      /** Suspended processes that it starts when they are resumed. */
      held: z.array(z.string()),
      keptUntil: z.string().nullable(),
    }),
    idempotent: true,
  }),
  sendSignal: defineRoute({
    method: 'POST',
    path: '/api/signals',
    access: 'signedIn',
    summary:
      'Call out a signal: to everybody who waits for it, and to start what begins with it; delivered soon after',
    params: none,
    query: none,
    body: z.object({ name, variables: variables.optional(), reason }).strict(),
    response: ok,
    idempotent: true,
  }),
  signalsOnTheirWay: defineRoute({
    method: 'GET',
    path: '/api/signals',
    access: 'signedIn',
    summary: 'Signals that are being delivered: how many each has come to, and of how many',
    params: none,
    query: none,
    body: none,
    response: z.object({ items: z.array(signalOnItsWay) }),
    idempotent: false,
  }),
  evaluateConditions: defineRoute({
    method: 'POST',
    path: '/api/conditions',
    access: 'signedIn',
    summary: 'Start each process whose conditional start event is true over the variables',
    params: none,
    query: none,
    body: z.object({ variables, businessKey: key.optional() }).strict(),
    response: z.object({ started }),
    idempotent: true,
  }),
};
