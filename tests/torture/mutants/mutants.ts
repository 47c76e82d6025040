/**
 * Planted bugs (T23): each is a change of one place in a copy of the tree, and names the smallest suite that must see it.
 * Where the text to replace stands is found by `plant.ts`; a change of the product that changes it must change it here.
 */
export interface Mutant {
  readonly name: string;
  readonly file: string;
  readonly search: string;
  readonly replace: string;
  readonly suite: Suite;
}

export type Suite =
  | { readonly kind: 'tests'; readonly file: string; readonly name?: string }
  | { readonly kind: 'torture'; readonly workload: string; readonly count: number };

const tests = (file: string, name?: string): Suite => ({ kind: 'tests', file, ...(name && { name }) });
const torture = (workload: string, count: number): Suite => ({ kind: 'torture', workload, count });

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'a join counts any arrival',
    file: 'engine/elements/gateways/parallel-gateway.ts',
    search: 'const set = element.incoming.map((flow) => parked.find((token) => token.flowId === flow.id));',
    replace: 'const set = parked.slice(0, element.incoming.length);',
    suite: tests('tests/engine/parallel-gateway/parallel-gateway.test.ts'),
  },
  {
    name: 'an inclusive join fires early',
    file: 'engine/elements/shared/restless-join.ts',
    search: 'return (reached & awaited) !== 0n && (reached & filled) === 0n;',
    replace: 'return (reached & awaited) !== 0n && false;',
    suite: torture('or-join', 60),
  },
  {
    name: 'an exclusive gateway asks its first flow only',
    file: 'engine/elements/gateways/exclusive-gateway.ts',
    search: 'outgoing.find((candidate) => !candidate.isDefault && isTrue(step, candidate)) ??',
    replace:
      'outgoing.find((candidate, index) => index === 0 && !candidate.isDefault && isTrue(step, candidate)) ??',
    suite: torture('T01', 60),
  },
  {
    name: 'an interruption leaves its host',
    file: 'engine/elements/events/boundary-event.ts',
    search: 'if (step.element.interrupting) terminateToken(step.session, step.token!);',
    replace: 'if (step.element.interrupting && !terminateToken) return;',
    suite: torture('T01', 60),
  },
  {
    name: 'a timer is armed twice',
    file: 'engine/execution/arming.ts',
    search: "createJob(step, owner, { kind: 'timer', dueAt, payload, ...(group && { group }) }, elementId);",
    replace:
      "for (const _twice of [1, 2]) createJob(step, owner, { kind: 'timer', dueAt, payload, ...(group && { group }) }, elementId);",
    suite: tests('tests/engine/intermediate-catch-event/intermediate-catch-event.test.ts'),
  },
  {
    name: 'a timer does not know its time zone',
    file: 'engine/expressions/timer.ts',
    search: 'const zone = timeZone ?? undefined;',
    replace: "const zone = timeZone === '' ? timeZone : undefined;",
    suite: torture('T09', 40),
  },
  {
    name: 'compensation goes forward',
    file: 'engine/execution/compensation.ts',
    search: '.sort((a, b) => leftoverOf(b).order - leftoverOf(a).order);',
    replace: '.sort((a, b) => leftoverOf(a).order - leftoverOf(b).order);',
    suite: tests('tests/engine/compensation/compensation.test.ts', 'reverse order'),
  },
  {
    name: 'acknowledged before it is written',
    file: 'engine/commands/command-runner.ts',
    search: 'try {\n      [outcome] = await this.parts.store.write([write]);',
    replace:
      "try {\n      outcome = { kind: 'written' } as const;\n      void this.parts.store.write([write]).catch(() => undefined);",
    suite: torture('T03', 80),
  },
  {
    name: 'no fencing',
    file: 'engine/store/postgres/write-steps.ts',
    search: 'for (const { jobId, leaseNo } of fencesOf(write)) fences.push(',
    replace: 'for (const { jobId, leaseNo } of fencesOf(write)) if (leaseNo < 0) fences.push(',
    suite: tests('tests/engine/store/postgres-store.test.ts', 'fenced off'),
  },
  {
    name: 'the idempotency key is ignored',
    file: 'engine/commands/submission.ts',
    search: 'idempotency: idempotencyKey\n',
    replace: "idempotency: idempotencyKey === ''\n",
    suite: torture('T07', 60),
  },
  {
    name: 'a history event is missing',
    file: 'engine/execution/unit-of-work.ts',
    search: '        history: [events],\n        inserted:',
    replace:
      "        history: [{ ...events, bodies: bodies.filter(({ kind }) => kind !== 'ScopeClosed') }],\n        inserted:",
    suite: tests('tests/engine/sub-process/sub-process.test.ts'),
  },
  {
    name: 'the outbox row is missing',
    file: 'engine/execution/unit-of-work.ts',
    search: 'outbox: [outboxMessage(state, events, (version ?? 0) + 1)],',
    replace: 'outbox: [outboxMessage(state, events, (version ?? 0) + 1)].slice(version === null ? 0 : 1),',
    suite: torture('T03', 80),
  },
  {
    name: 'a signal is heard by who waits later',
    file: 'engine/store/memory/memory-store.ts',
    search: "row.kind === 'signal' && row.name === name && row.id < before && row.id > (after ?? '')",
    replace: "row.kind === 'signal' && row.name === name && before !== '' && row.id > (after ?? '')",
    suite: tests('tests/engine/events/signal.test.ts'),
  },
  {
    name: 'a sequence begins all of its iterations',
    file: 'engine/elements/loops/multi-instance.ts',
    search: 'if (!loop.sequential) return false;',
    replace: 'if (loop.sequential) return false;',
    suite: torture('T01', 60),
  },
  {
    name: 'token quantities are not counted',
    file: 'engine/execution/quantities.ts',
    search: 'if (parked.length < wanted) return false;',
    replace: 'if (parked.length > wanted) return false;',
    suite: torture('T01', 60),
  },
  {
    name: 'what comes while it rests is lost',
    file: 'engine/execution/interpreter.ts',
    search: "putOff(session, work, 'suspended');",
    replace: "if (work.kind !== 'trigger') putOff(session, work, 'suspended');",
    suite: tests('tests/engine/work/suspension.test.ts', 'memory'),
  },
  {
    name: 'an event-based gateway leaves its other events armed',
    file: 'engine/execution/alternatives.ts',
    search: 'closeWakers(session, token);',
    replace: 'if (flow.id === "") closeWakers(session, token);',
    suite: torture('T01', 60),
  },
  {
    name: 'an ended scope leaves its event subprocesses armed',
    file: 'engine/execution/tokens.ts',
    search: 'session.agenda.dropScope(scopeId); closeScopeWakers(session, scopeId);',
    replace: "session.agenda.dropScope(scopeId); if (scopeId === '') closeScopeWakers(session, scopeId);",
    suite: torture('T01', 60),
  },
  {
    name: 'an escalation is caught by what it comes out of',
    file: 'engine/execution/propagate.ts',
    search: 'starts.filter((start) => start.parentId !== cameOutOf)',
    replace: "starts.filter((start) => start.parentId !== cameOutOf || thrown.kind === 'escalation')",
    suite: tests('tests/engine/events/escalation.test.ts'),
  },
  {
    name: 'a complex gateway is never reset',
    file: 'engine/elements/gateways/complex-gateway.ts',
    search: 'remember(step, null);',
    replace: 'remember(step, consumed as unknown as Json);',
    suite: tests('tests/engine/complex-gateway/complex-gateway.test.ts'),
  },
  {
    name: 'data objects of a subprocess are the process’s',
    file: 'engine/execution/scopes.ts',
    search: 'if (!container || container.data.length === 0) return given;',
    replace: 'if (!container || container.data.length >= 0) return given;',
    suite: torture('T01', 100),
  },
  {
    name: 'a conversation is anybody’s',
    file: 'engine/execution/arming.ts',
    search: 'return hasPartner ? instance.id : null;',
    replace: 'return hasPartner ? instance.id.slice(0, 8) : null;',
    suite: torture('T01', 150),
  },
  {
    name: 'steps in a batch do not lock their instances',
    file: 'engine/store/postgres/migrations/0061_changes_in_arrays.sql',
    search: 'join engine.process_instance i on i.id = w.id order by i.id for update of i) l;',
    replace: 'join engine.process_instance i on i.id = w.id order by i.id) l;',
    suite: tests('tests/engine/store/refused-and-locked.test.ts', 'wait for a lock'),
  },
  {
    name: 'a step with a key does not lock its instance',
    file: 'engine/store/postgres/migrations/0061_changes_in_arrays.sql',
    search:
      'select i.version into v_version from engine.process_instance i where i.id = p_roots[1] for update;',
    replace: 'select i.version into v_version from engine.process_instance i where i.id = p_roots[1];',
    suite: tests('tests/engine/store/refused-and-locked.test.ts', 'wait for a lock'),
  },
  {
    name: 'what is written at once does not look at its versions',
    file: 'engine/store/postgres/migrations/0061_changes_in_arrays.sql',
    search: 'where i.id = r.id and (r.expected is null or i.version = r.expected);',
    replace: 'where i.id = r.id;',
    suite: tests('tests/engine/store/refused-and-locked.test.ts', 'wait for a lock'),
  },
  {
    name: 'what was decided for those who wait outlives the write that it rests on',
    file: 'engine/commands/prepare-next.ts',
    search: 'if (!isWritten) for (const entry of this.waiting()) entry.prepared = null;',
    replace: '',
    suite: tests('tests/engine/commands/busy-instance.test.ts', 'is forgotten'),
  },
  {
    name: 'a transaction does not lock its instance',
    file: 'engine/store/postgres/migrations/0002_step_functions.sql',
    search: 'from unnest(p_kinds, p_ids) t(kind, id)) order by i.id for update;',
    replace: 'from unnest(p_kinds, p_ids) t(kind, id)) order by i.id;',
    suite: tests('tests/engine/store/lost-replies.test.ts', 'of a step with an effect'),
  },
  {
    name: 'a lost serialisation and a deadlock are not tried again',
    file: 'engine/store/postgres/connection.ts',
    search: "new Set(['40001', '40P01', '53300'])",
    replace: "new Set(['53300'])",
    suite: tests('tests/engine/store/refused-and-locked.test.ts', 'nobody is told'),
  },
  {
    name: 'a lost serialisation and a deadlock count as written',
    file: 'engine/store/postgres/state-access.ts',
    search: 'const word = batch.length === 1 ? wordOf(error) : null;',
    replace:
      "if (codeOf(error)?.startsWith('40')) return null; const word = batch.length === 1 ? wordOf(error) : null;",
    suite: tests('tests/engine/store/refused-and-locked.test.ts', 'nobody is told'),
  },
  {
    name: 'an error of COMMIT counts as success',
    file: 'engine/store/postgres/step-transaction.ts',
    search: 'if (!isConnectionLoss(error)) throw error; await this.resolveUnknown(this.written, error);',
    replace: 'if (isConnectionLoss(error)) await this.resolveUnknown(this.written, error);',
    suite: tests('tests/engine/store/refused-and-locked.test.ts', 'in a transaction'),
  },
  {
    name: 'an error of a write that commits counts as success',
    file: 'engine/store/postgres/step-transaction.ts',
    search: 'if (!word) throw error; return await Promise.all(writes',
    replace: "if (!word) return writes.map(() => ({ kind: 'written' })); return await Promise.all(writes",
    suite: tests('tests/engine/store/refused-and-locked.test.ts', 'as the end of a transaction'),
  },
  {
    name: 'a lost reply to COMMIT counts as success',
    file: 'engine/store/postgres/step-transaction.ts',
    search: 'if (isConnectionLoss(error)) return await this.resolveUnknown(writes, error);',
    replace: "if (isConnectionLoss(error)) return writes.map(() => ({ kind: 'written' }));",
    suite: tests('tests/engine/store/lost-replies.test.ts', 'with an effect'),
  },
  {
    name: 'a node goes by the clock of its machine',
    file: 'api/adapters/clock.ts',
    search: 'Math.max(wall, steady)',
    replace: 'wall',
    suite: torture('T09', 1),
  },
  {
    name: 'a socket room is open to everybody',
    file: 'api/sockets/live-sockets.ts',
    search: 'if (!(await options.canJoin(user, room.data))) return false;',
    replace: 'await options.canJoin(user, room.data);',
    suite: tests('tests/api/live-rooms.test.ts'),
  },
  {
    name: 'a socket stays in a room that it may no longer see',
    file: 'api/sockets/live-sockets.ts',
    search: 'const stays = await options.canJoin(identity.user, room);',
    replace: 'const stays = (await options.canJoin(identity.user, room)) || true;',
    suite: tests('tests/api/live-rooms.test.ts'),
  },
  {
    name: 'the room of a record is open to everybody',
    file: 'api/rights/room-access.ts',
    search: 'return crm.records.canRead({ user }, { entity: room.entity, id: room.id });',
    replace: 'return true;',
    suite: tests('tests/api/live.test.ts', 'denies the rooms'),
  },
];
