/** What a run over a random company has at hand, and what it has found. */
import type pg from 'pg';
import type { Crm, RequestUser } from '#crm';
import type { Random } from '../random.ts';
import type { BruteForce } from './brute-force.ts';
import type { World, WorldUser } from './world.ts';

export interface Run {
  readonly pool: pg.Pool;
  readonly crm: Crm;
  readonly world: World;
  readonly brute: BruteForce;
  readonly random: Random;
  /** How often each thing was compared. */
  readonly checks: Record<string, number>;
  readonly differences: string[];
}

/** A person as the company knows him, and as a request loads him. */
export interface Asking {
  readonly user: WorldUser;
  readonly loaded: RequestUser;
}

export function expectSame(
  run: Run,
  name: string,
  compared: { readonly user: WorldUser; readonly got: unknown; readonly wanted: unknown },
): void {
  run.checks[name] = (run.checks[name] ?? 0) + 1;
  const [got, wanted] = [JSON.stringify(compared.got), JSON.stringify(compared.wanted)];
  if (got !== wanted)
    run.differences.push(`${name} of user ${compared.user.id}: got ${got}, but the rules say ${wanted}`);
}
