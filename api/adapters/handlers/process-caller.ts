/**
 * In whose name a process touches records (decisions.md 5): with the rights of its publisher, narrowed by what its
 * definition declares. The CRM checks the publisher's rights; the declaration is checked here, before anything is
 * read or written. What the process did is signed by the instance and its element.
 */
import type { Caller, Crm, CrmChange, RequestUser } from '#crm';
import type { EngineTransaction, HandlerContext } from '#engine';
import { crmTransaction } from '../engine-ports/crm-transaction.ts';
import { HandlerRefusal } from './refusal.ts';

export interface ProcessCallers {
  /** @throws HandlerRefusal when the publisher is gone. */
  callerFor(context: HandlerContext, transaction: EngineTransaction | null): Promise<Caller>;
}

/** A right that was taken away ends within this time; a step with many effects loads its publisher once. */
const PUBLISHER_FRESH_MS = 1_000;

export function createProcessCallers(options: {
  readonly crm: Crm;
  readonly processName: (definitionId: string) => Promise<string | null>;
  /** What a step wrote; it counts once the step is committed. */
  readonly onStepChange: (rootId: string, change: CrmChange) => void;
}): ProcessCallers {
  const publishers = new Map<string, { readonly user: Promise<RequestUser | null>; readonly at: number }>();
  const publisher = (id: string): Promise<RequestUser | null> => {
    const known = publishers.get(id);
    const now = performance.now();
    if (known && now - known.at < PUBLISHER_FRESH_MS) return known.user;
    const user = options.crm.organisation.loadUser(id);
    publishers.set(id, { user, at: now });
    user.catch(() => publishers.delete(id));
    return user;
  };
  return {
    async callerFor(context, transaction) {
      const user = context.publisher === null ? null : await publisher(context.publisher);
      if (!user)
        throw new HandlerRefusal(
          'The process acts in the name of its publisher, and there is none any more.',
        );
      return {
        user,
        actor: {
          kind: 'process',
          id: context.instanceId,
          onBehalfOf: user.id,
          instance: {
            id: context.instanceId,
            processName: (await options.processName(context.definitionId)) ?? context.processKey,
            elementId: context.elementId,
            elementName: context.elementName,
          },
        },
        transaction: crmTransaction(transaction, (change) => options.onStepChange(context.rootId, change)),
      };
    },
  };
}

/** @throws HandlerRefusal when the definition does not declare that it writes such records. */
export function assertDeclaredWrite(context: HandlerContext, entity: string): void {
  if (context.access.writes.includes(entity)) return;
  throw new HandlerRefusal(`The process does not declare that it writes '${entity}' records.`);
}

/** @throws HandlerRefusal when the definition does not declare that it reads or writes such records. */
export function assertDeclaredRead(context: HandlerContext, entity: string): void {
  if (context.access.reads.includes(entity) || context.access.writes.includes(entity)) return;
  throw new HandlerRefusal(`The process does not declare that it reads '${entity}' records.`);
}
