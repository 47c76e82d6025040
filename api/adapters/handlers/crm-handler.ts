/** What all CRM handlers share: they run in the step's transaction, and refusals of the CRM keep their sentence. */
import { CrmFailure, CrmRejection, type Caller, type Crm } from '#crm';
import type { HandlerContext, TransactionHandler, Variables } from '#engine';
import type { ProcessCallers } from './process-caller.ts';
import { HandlerRefusal } from './refusal.ts';

export interface CrmHandlerDeps {
  readonly crm: Crm;
  readonly callers: ProcessCallers;
}

export interface CrmEffect {
  readonly input: Variables;
  readonly context: HandlerContext;
  readonly caller: Caller;
  readonly crm: Crm;
}

export function crmHandler(
  { crm, callers }: CrmHandlerDeps,
  effect: (effect: CrmEffect) => Promise<Variables>,
): TransactionHandler {
  return {
    mode: 'transaction',
    async run(input, context, transaction) {
      try {
        const caller = await callers.callerFor(context, transaction);
        return { kind: 'ok', output: await effect({ input, context, caller, crm }) };
      } catch (error) {
        throw plainRefusal(error);
      }
    },
  };
}

/** The fields that a form would mark are named in one sentence; nobody sees a form here. */
function plainRefusal(error: unknown): unknown {
  if (!(error instanceof CrmRejection) && !(error instanceof CrmFailure)) return error;
  const fields = error.details.fields;
  const messages = Array.isArray(fields)
    ? fields.flatMap((field: unknown) => (hasMessage(field) ? [field.message] : []))
    : [];
  return new HandlerRefusal(messages.length > 0 ? messages.join(' ') : error.message, { cause: error });
}

function hasMessage(value: unknown): value is { readonly message: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as { message?: unknown }).message === 'string'
  );
}
