/** Who calls a service: whose rights count, who is named as the author, and in which transaction. */
import type { RowContext } from './entities/record-rows.ts';
import type { WriteContext } from './entities/tell-of-write.ts';
import type { CrmActor, CrmTransaction } from './ports.ts';
import type { RequestUser } from './rights/request-user.ts';
import type { ParticipantSource } from './rights/scope-for.ts';

export interface Caller {
  /** Whose rights count. For a process: its publisher, narrowed by what the definition declares. */
  readonly user: RequestUser;
  /** Who did it; the user himself when it is left out. */
  readonly actor?: CrmActor;
  /** The host's open transaction; the service opens one of its own when it is left out. */
  readonly transaction?: CrmTransaction | null;
}

export function rowContext(caller: Caller, participants: ParticipantSource | null): RowContext {
  return { user: caller.user, participants, byProcess: actorOf(caller).kind === 'process' };
}

export function writeContext(caller: Caller, participants: ParticipantSource | null): WriteContext {
  return { ...rowContext(caller, participants), actor: actorOf(caller) };
}

/** Whether somebody does it himself, by the page, an import or a program: rules and processes have asked before. */
export function isByHand({ kind }: CrmActor): boolean {
  return kind !== 'process' && kind !== 'system';
}

export function actorOf(caller: Caller): CrmActor {
  return caller.actor ?? { kind: 'user', id: caller.user.id };
}
