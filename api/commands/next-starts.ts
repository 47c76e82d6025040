/** The starts that timers of a process will make: for whoever watches it; changed by whoever intervenes in it. */
import type { NextStart } from '#contract';
import type { RequestUser } from '#crm';
import type { ApiContext } from '../context.ts';
import { elementName } from '../presenters/definition-names.ts';
import { assertProcessRight } from '../rights/process-rights.ts';
import { engineOptions } from './engine-options.ts';

export async function readNextStarts(
  { engine }: ApiContext,
  user: RequestUser,
  processKey: string,
): Promise<NextStart[]> {
  assertProcessRight(user, 'watch', processKey);
  const [starts, definition] = await Promise.all([
    engine.operations.nextStarts({ processKey }),
    engine.views.latestDefinition(processKey),
  ]);
  return starts.map((start) => ({
    ...start,
    elementName: elementName(definition, start.elementId, user.locale),
  }));
}

export interface StartChange {
  readonly action: 'move' | 'now' | 'skip';
  readonly dueAt?: string | undefined;
  readonly reason?: string | undefined;
}

export async function changeNextStart(
  { engine, clock }: ApiContext,
  user: RequestUser,
  where: { readonly processKey: string; readonly id: string },
  change: StartChange,
): Promise<{ ok: true }> {
  const { processKey, id: jobId } = where;
  assertProcessRight(user, 'intervene', processKey);
  const due = dueOf(change, clock.now());
  await engine.operations.changeNextStart(
    { processKey, jobId, ...(due !== null && { dueAt: due }) },
    engineOptions(user, undefined, change.reason),
  );
  return { ok: true };
}

/** Null: the start is left out. */
function dueOf({ action, dueAt }: StartChange, now: Date): string | null {
  return action === 'now' ? now.toISOString() : (dueAt ?? null);
}
