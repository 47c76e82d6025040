/**
 * Planted bugs (T23): each is a change of one place in a copy of the tree, and names the suite that must see it. The
 * text to replace stands exactly once in its file; a change of the product that moves it must move it here as well.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

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
    suite: torture('or-join', 150),
  },
  {
    name: 'an exclusive gateway asks its first flow only',
    file: 'engine/elements/gateways/exclusive-gateway.ts',
    search: 'outgoing.find((candidate) => !candidate.isDefault && isTrue(step, candidate)) ??',
    replace:
      'outgoing.find((candidate, index) => index === 0 && !candidate.isDefault && isTrue(step, candidate)) ??',
    suite: torture('T01', 300),
  },
  {
    name: 'an interruption leaves its host',
    file: 'engine/elements/events/boundary-event.ts',
    search: 'if (step.element.interrupting) terminateToken(step.session, step.token!);',
    replace: 'if (step.element.interrupting && !terminateToken) return;',
    suite: torture('T01', 300),
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
    suite: torture('T09', 60),
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
    suite: torture('T03', 120),
  },
  {
    name: 'no fencing',
    file: 'engine/store/postgres/write-steps.ts',
    search: 'for (const { jobId, leaseNo } of fencesOf(write)) fences.push(',
    replace: 'for (const { jobId, leaseNo } of fencesOf(write)) if (leaseNo < 0) fences.push(',
    suite: torture('T07', 140),
  },
  {
    name: 'the idempotency key is ignored',
    file: 'engine/commands/submission.ts',
    search: 'idempotency: idempotencyKey\n',
    replace: "idempotency: idempotencyKey === ''\n",
    suite: torture('T07', 140),
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
    suite: torture('T03', 60),
  },
];

/** Where the text of a bug would go; throws when it does not stand there exactly once. */
export function mutated(source: string, { name, file, search, replace }: Mutant): string {
  const places = source.split(search).length - 1;
  if (places === 1) return source.replace(search, () => replace);
  throw new Error(`Expected the text of '${name}' once in ${file}, but it is there ${places} times.`);
}

export function sourceOf({ file }: Mutant, root = ROOT): string {
  return readFileSync(join(root, file), 'utf8');
}
