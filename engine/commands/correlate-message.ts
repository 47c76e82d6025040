/**
 * A message reaches, per process, one waiting instance with its key, the one that waits longest; where none waits, the
 * process's message start. Whoever was chosen may have gone on meanwhile: then the next one is tried, and the store
 * is asked again. Whom this node remembers as the only one gets it without that question. When nobody is left, a message
 * with a time to live is kept (keptMessage); for any other the sender is told, as BPMN keeps no messages. A message without
 * a key may carry it in its properties (BPMN 2.0.2 §8.3.2). What would start a suspended process waits for it (held-start.ts).
 */
import type { ProcessModel } from '../definition/model.ts';
import type { Engine, MessageReceivers } from '../engine.ts';
import { EngineRejection } from '../errors.ts';
import { keyText } from '../execution/correlation-key.ts';
import type { SubscriptionRow } from '../execution/state.ts';
import type { Actor, Json, Variables } from '../ports.ts';
import type { Receivers } from '../store/store-port.ts';
import type { Sole } from '../store/write-assumptions.ts';
import { holdStart, isSuspension } from './held-start.ts';
import { keptMessage, keptUntil } from './kept-message.ts';
import type { CommandContext } from './command-context.ts';
import { fingerprintOf, replay, submissionOf } from './submission.ts';
import type { Submission } from './submission.ts';

const TRIES = 3;

interface Message {
  readonly name: string;
  readonly correlationKey: string | null;
  readonly variables: Variables;
  readonly actor: Actor;
  readonly reason: string | null;
  /** How long it is kept, where it is. */
  readonly until: string | null;
}

interface Key {
  readonly key: string;
  readonly fingerprint: string;
}

export function correlateMessage(context: CommandContext): Engine['correlateMessage'] {
  return async (request, options) => {
    const { actor, idempotencyKey, reason = null } = options;
    const fingerprint = idempotencyKey ? fingerprintOf('correlateMessage', request, actor) : '';
    const { name, variables = {}, timeToLive } = request;
    const until = timeToLive === undefined ? null : keptUntil(context, timeToLive);
    const correlationKey = request.correlationKey ?? (await keyInside(context, name, variables));
    const message: Message = { name, correlationKey, variables, actor, reason, until };
    const key = idempotencyKey ? { key: idempotencyKey, fingerprint } : null;
    const recalled = await deliverToRecalled(context, message, key);
    if (recalled) return recalled;
    for (let attempt = 1; attempt <= TRIES; attempt++) {
      const question = { name, correlationKey, idempotencyKey: idempotencyKey ?? null };
      const { replayed, found, first } = await context.store.findReceivers(question);
      if (replayed) return replay(replayed, fingerprint) as unknown as MessageReceivers;
      const receivers = await deliverToAll(context, message, { found, first }, key);
      if (receivers) return receivers;
      if (until !== null && (await keep(context, message, until, key))) {
        return { instanceIds: [], started: [], keptUntil: until };
      }
      if (until === null && found.length === 0) break;
    }
    if (idempotencyKey) {
      // The same request, sent again meanwhile, has perhaps delivered it.
      const [known] = await context.store.readIdempotency([idempotencyKey]);
      if (known) return replay(known, fingerprint) as unknown as MessageReceivers;
    }
    throw new EngineRejection('ENG_MESSAGE_NOT_CORRELATED', `Nobody waits for the message '${name}'.`, {
      name,
      correlationKey,
    });
  };
}

/** The key that the message's own properties amount to for whoever waits; null when they name none. */
async function keyInside(
  { store, definitions }: CommandContext,
  name: string,
  variables: Variables,
): Promise<string | null> {
  for (const { definitionId, elementId } of await store.waitingByProperties(name)) {
    const model = (await definitions.get(definitionId))?.definition.model;
    const paths = model && messagePathsOf(model, elementId);
    const key = paths ? keyText(paths.map((path) => path.evaluate(variables))) : null;
    if (key !== null) return key;
  }
  return null;
}

function messagePathsOf({ elements }: ProcessModel, elementId: string) {
  const element = elements.get(elementId);
  if (!element || !('event' in element)) return null;
  const events = element.event.kind === 'multiple' ? element.event.events : [element.event];
  for (const event of events)
    if (event.kind === 'message' && event.correlation) return event.correlation.messagePaths;
  return null;
}

/**
 * To an instance that this node remembers, without asking who waits: the write says that nobody else does, and comes to
 * nothing when that is wrong. Null then, or when none is remembered.
 */
async function deliverToRecalled(
  context: CommandContext,
  message: Message,
  key: Key | null,
): Promise<MessageReceivers | null> {
  const { name, correlationKey } = message;
  if (correlationKey === null) return null;
  const { recent } = context.runner;
  const row = recent.waitingFor(name, correlationKey);
  if (!row) return null;
  const sole = { id: row.id, name, key: correlationKey };
  const receivers = await deliver(context, message, [row], { key, sole });
  if (!receivers) recent.noteContested(name);
  return receivers;
}

/** Null when nobody took it. */
async function deliverToAll(
  context: CommandContext,
  message: Message,
  { found, first }: Pick<Receivers, 'found' | 'first'>,
  key: Key | null,
): Promise<MessageReceivers | null> {
  const instanceIds: string[] = [];
  const started: string[] = [];
  const collected: string[] = [];
  const held: string[] = [];
  const taken = (): number => instanceIds.length + started.length + collected.length + held.length;
  for (const candidates of await byProcess(context, found)) {
    // The key guards the first delivery; a message to several processes is repeated for the others only by hand.
    const isFirst = taken() === 0;
    const receiver = await deliver(context, message, candidates, { first, key: isFirst ? key : null });
    instanceIds.push(...(receiver?.instanceIds ?? []));
    started.push(...(receiver?.started ?? []));
    collected.push(...(receiver?.collected ?? []));
    held.push(...(receiver?.held ?? []));
  }
  if (taken() === 0) return null;
  return {
    instanceIds,
    started,
    ...(collected.length > 0 && { collected }),
    ...(held.length > 0 && { held }),
  };
}

/** False when somebody has begun to wait at this moment. */
function keep(
  { store, ports }: CommandContext,
  message: Message,
  until: string,
  key: Key | null,
): Promise<boolean> {
  const response = { instanceIds: [], started: [], keptUntil: until };
  return store.keepMessage({
    job: keptMessage(ports.ids, message, until),
    leaseNo: null,
    idempotency: key && { ...key, response },
  });
}

/** Waiting instances first, the longest waiting in front; ids rise with time. */
async function byProcess(
  { definitions }: CommandContext,
  found: readonly SubscriptionRow[],
): Promise<readonly (readonly SubscriptionRow[])[]> {
  const groups = new Map<string, SubscriptionRow[]>();
  for (const subscription of found) {
    const processKey =
      (await definitions.get(subscription.definitionId))?.row.processKey ?? subscription.definitionId;
    groups.set(processKey, [...(groups.get(processKey) ?? []), subscription]);
  }
  const order = (row: SubscriptionRow): string => `${row.rootId === null ? 1 : 0}${row.id}`;
  return [...groups.values()].map((rows) => rows.sort((a, b) => (order(a) < order(b) ? -1 : 1)));
}

async function deliver(
  context: CommandContext,
  message: Message,
  candidates: readonly SubscriptionRow[],
  how: { readonly first?: Receivers['first']; readonly key: Key | null; readonly sole?: Sole },
): Promise<MessageReceivers | null> {
  const { first, key, sole } = how;
  for (const candidate of candidates) {
    const isStart = candidate.rootId === null;
    const respond = (result: Json): Json => ({ ...receiversFrom(result, isStart) });
    const submission: Submission = { ...submissionFor(candidate, message), ...(sole && { sole }) };
    const known = first?.subscriptionId === candidate.id ? first.slice : null;
    const whole = key ? { ...submission, idempotency: { ...key, respond } } : submission;
    const result = await context.runner
      .submit(whole, known)
      .catch((error: unknown) => holdBack(context, whole, message, error));
    const receivers = receiversFrom(result, isStart);
    if (receivers) return receivers;
  }
  return null;
}

/** @throws what the submission threw, unless that was the start of a suspended process. */
async function holdBack(
  context: CommandContext,
  submission: Submission,
  { until }: Message,
  error: unknown,
): Promise<Json> {
  const { command } = submission;
  if (command.kind !== 'start' || !isSuspension(error)) throw error;
  return await holdStart(context, command, submission, until);
}

function submissionFor(subscription: SubscriptionRow, message: Message): Submission {
  const { actor, variables, correlationKey, name, reason } = message;
  const command =
    subscription.rootId === null
      ? ({
          kind: 'start',
          definitionId: subscription.definitionId,
          startElementId: subscription.elementId,
          businessKey: correlationKey,
          variables,
          initiator: actor.kind === 'user' ? actor.id : null,
          origin: { kind: 'message', name },
        } as const)
      : ({ kind: 'correlate', subscriptionId: subscription.id, variables } as const);
  return submissionOf(command, { name, correlationKey, variables }, { actor, reason: reason ?? undefined });
}

/** A replayed answer is the receivers, a fresh one the decision's own result; null when nobody took it. */
function receiversFrom(result: Json, isStart: boolean): MessageReceivers | null {
  const answer = result as
    | (Partial<MessageReceivers> & { instanceId?: string | null; collectedAt?: string; heldAt?: string })
    | null;
  if (answer?.started) return answer as MessageReceivers;
  if (answer?.collectedAt) return { instanceIds: [], started: [], collected: [answer.collectedAt] };
  if (answer?.heldAt) return { instanceIds: [], started: [], held: [answer.heldAt] };
  const { instanceId = null } = answer ?? {};
  if (instanceId === null) return null;
  return isStart ? { instanceIds: [], started: [instanceId] } : { instanceIds: [instanceId], started: [] };
}
