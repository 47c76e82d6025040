/** What a task handler is asked to do; the runner adds `now` and `attempt` where it knows them better. */
import type { ProcessAccess, Variables } from '../ports.ts';

export interface HandlerRequest {
  readonly handler: string;
  readonly input: Variables;
  readonly context: {
    readonly effectKey: string;
    readonly instanceId: string;
    readonly rootId: string;
    readonly definitionId: string;
    readonly processKey: string;
    readonly elementId: string;
    readonly elementName: string | null;
    readonly businessKey: string | null;
    readonly initiator: string | null;
    readonly publisher: string | null;
    readonly access: ProcessAccess;
    readonly attempt: number;
  };
}
