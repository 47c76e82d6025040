/** What the runner is given to do, and the checks at the border that every command passes. */
import { createHash } from 'node:crypto';
import type { Command } from '../decide/decision.ts';
import { EngineRejection } from '../errors.ts';
import type { CommandOptions } from '../engine.ts';
import type { Actor, Json } from '../ports.ts';
import type { Fence, IdempotencyRow } from '../store/store-port.ts';
import type { Sole } from '../store/write-assumptions.ts';

export interface Submission {
  readonly command: Command;
  /** A start of this process's latest version: `command.definitionId` is that by the sender's knowledge. */
  readonly latestOf?: string;
  readonly actor: Actor;
  readonly reason: string | null;
  /** The caller's key, and what the request was that came with it. */
  readonly idempotency: IdempotencyGuard | null;
  /** A message whose subscription is remembered: its step is written only if nobody else is meant. */
  readonly sole?: Sole;
  /** Set when a leased job is completed: the write happens under its lease only. */
  readonly fence: Fence | null;
}

export interface IdempotencyGuard {
  readonly key: string;
  readonly fingerprint: string;
  /** What is kept as the answer, where it is not the decision's own result. */
  readonly respond?: (result: Json) => Json;
}

/** `request` is the door's request, not the command: which version "the latest" is may change between two tries. */
export function submissionOf(command: Command, request: object, options: CommandOptions): Submission {
  assertStorable(request);
  const { actor, idempotencyKey, reason } = options;
  return {
    command,
    actor,
    reason: reason ?? null,
    idempotency: idempotencyKey
      ? { key: idempotencyKey, fingerprint: fingerprintOf(command.kind, request, actor) }
      : null,
    fence: null,
  };
}

export function fingerprintOf(kind: string, request: object, actor: Actor): string {
  return createHash('sha256')
    .update(JSON.stringify([kind, actor, request]))
    .digest('base64url');
}

/** @throws EngineRejection ENG_IDEMPOTENCY_KEY_REUSED when the key came with another request. */
export function replay(row: IdempotencyRow, fingerprint: string): Json {
  if (row.fingerprint === fingerprint) return row.response;
  throw new EngineRejection(
    'ENG_IDEMPOTENCY_KEY_REUSED',
    `Expected the idempotency key '${row.key}' to be new, but it was used for another request.`,
    { key: row.key },
  );
}

/**
 * PostgreSQL stores every character but U+0000, and no half of a surrogate pair. One such text would fail a whole
 * batch, so it stops here. JSON escapes both, which makes the usual answer a single search.
 */
export function assertStorable(request: object): void {
  if (!/\\u(0000|d[89a-f])/.test(JSON.stringify(request)) || !isUnstorable(request)) return;
  throw new EngineRejection(
    'ENG_VARIABLE_INVALID',
    'Expected text that can be stored, but found the character U+0000 or half of a character.',
  );
}

function isUnstorable(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\u0000') || !isWellFormed(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([name, inner]) => isUnstorable(name) || isUnstorable(inner));
}

function isWellFormed(text: string): boolean {
  return !/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text);
}
