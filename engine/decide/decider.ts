/** One command's way into the interpreter: checks its preconditions, opens the agenda, gives the caller's answer. */
import type { Session } from '../execution/step.ts';
import type { Json } from '../ports.ts';
import type { Slice } from '../store/store-port.ts';
import type { CommandKind, CommandOf } from './decision.ts';

export type Decider<K extends CommandKind> = (session: Session, command: CommandOf<K>, slice: Slice) => Json;
