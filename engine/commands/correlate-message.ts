/**
 * A message reaches, per process, one waiting instance with its key, the one that waits longest; where none waits, the
 * process's message start. Whoever was chosen may have gone on meanwhile: then the next one is tried, and the store
 * is asked again. When nobody is left the sender is told, as BPMN keeps no messages.
 */
import type { Engine } from '../engine.ts';
import { EngineRejection } from '../errors.ts';
import type { SubscriptionRow } from '../execution/state.ts';
import type { Actor, Json, Variables } from '../ports.ts';
import type { CommandContext } from './command-context.ts';
import { fingerprintOf, replay, submissionOf } from './submission.ts';
import type { Submission } from './submission.ts';

const TRIES = 3;

type Receivers = Awaited<ReturnType<Engine['correlateMessage']>>;

interface Message {
  readonly name: string;
  readonly correlationKey: string | null;
  readonly variables: Variables;
  readonly actor: Actor;
  readonly reason: string | null;
}

export function correlateMessage(context: CommandContext): Engine['correlateMessage'] {
  return async (request, options) => {
    const { actor, idempotencyKey, reason = null } = options;
    const fingerprint = fingerprintOf('correlateMessage', request, actor);
    if (idempotencyKey) {
      const [known] = await context.store.readIdempotency([idempotencyKey]);
      if (known) return replay(known, fingerprint) as unknown as Receivers;
    }
    const { name, correlationKey = null, variables = {} } = request;
    const message: Message = { name, correlationKey, variables, actor, reason };
    const instanceIds: string[] = [];
    const started: string[] = [];
    for (let attempt = 1; attempt <= TRIES && instanceIds.length + started.length === 0; attempt++) {
      const found = await context.store.findSubscriptions({ kind: 'message', name, correlationKey });
      if (found.length === 0) break;
      for (const candidates of await byProcess(context, found)) {
        // The key guards the first delivery; a message to several processes is repeated for the others only by hand.
        const isFirst = instanceIds.length + started.length === 0;
        const key = idempotencyKey && isFirst ? { key: idempotencyKey, fingerprint } : null;
        const receiver = await deliver(context, message, candidates, key);
        if (receiver) (receiver.isStart ? started : instanceIds).push(receiver.instanceId);
      }
    }
    if (instanceIds.length + started.length > 0) return { instanceIds, started };
    if (idempotencyKey) {
      // The same request, sent again meanwhile, has perhaps delivered it.
      const [known] = await context.store.readIdempotency([idempotencyKey]);
      if (known) return replay(known, fingerprint) as unknown as Receivers;
    }
    throw new EngineRejection('ENG_MESSAGE_NOT_CORRELATED', `Nobody waits for the message '${name}'.`, {
      name,
      correlationKey,
    });
  };
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
  key: { readonly key: string; readonly fingerprint: string } | null,
): Promise<{ readonly instanceId: string; readonly isStart: boolean } | null> {
  for (const candidate of candidates) {
    const isStart = candidate.rootId === null;
    const respond = (result: Json): Json => {
      const { instanceId } = result as { instanceId: string };
      return isStart
        ? { instanceIds: [], started: [instanceId] }
        : { instanceIds: [instanceId], started: [] };
    };
    const submission = submissionFor(candidate, message);
    const result = await context.runner.submit({ ...submission, idempotency: key && { ...key, respond } });
    const instanceId = instanceIdIn(result);
    if (instanceId) return { instanceId, isStart };
  }
  return null;
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

/** A replayed answer is the receivers, a fresh one the decision's own result. */
function instanceIdIn(result: Json): string | null {
  const answer = result as { instanceId?: string | null; instanceIds?: string[]; started?: string[] } | null;
  return answer?.instanceId ?? answer?.instanceIds?.[0] ?? answer?.started?.[0] ?? null;
}
