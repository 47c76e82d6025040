/**
 * Programs outside that do work of processes. A worker shows its key as a bearer token; keys are configuration
 * (WORKER_KEYS), each with a name for the log and the topics that it may fetch. A key opens nothing but the routes of
 * external work, and of a person's rights it has none.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';
import type { WorkerKey } from '../config.ts';

export interface Worker {
  readonly name: string;
  /** Null: every topic. */
  readonly topics: readonly string[] | null;
}

/** Finds whose key a request shows; every key is compared, so that the time tells nothing. */
export function identifyWorker(keys: readonly WorkerKey[]): (request: Request) => Worker | null {
  const known = keys.map(({ name, secret, topics }) => ({ digest: digestOf(secret), name, topics }));
  return (request) => {
    const shown = /^Bearer ([\w-]{32,200})$/.exec(request.get('authorization') ?? '')?.[1];
    if (shown === undefined) return null;
    const digest = digestOf(shown);
    const [found] = known.filter((key) => timingSafeEqual(key.digest, digest));
    return found ? { name: found.name, topics: found.topics } : null;
  };
}

function digestOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
