/**
 * Who of the people of a rule gets a lead, and why not the others. Pure: everything that is asked for is a fact of the
 * people at one instant, so that a preview, a decision and the explanation of an old one speak with one voice.
 *
 * Somebody who is away, does not receive, has as many open leads as he may have, or lacks a skill is out. Of the rest a
 * known customer's own salesperson comes first, then those who are at work, then whoever has least to do or waited
 * longest for a turn.
 */
export type Obstacle =
  'paused' | 'absent' | 'full' | 'notWorking' | 'language' | 'source' | 'product' | 'territory' | 'otherTeam';

export type DistributionReason = 'known_owner' | 'sole' | 'least_busy' | 'round_robin' | 'first_at_work';

export interface DistributionWay {
  readonly pick: 'least_busy' | 'round_robin';
  readonly calendar: 'ignore' | 'prefer' | 'require';
  readonly useSkills: boolean;
  readonly preferKnownOwner: boolean;
  readonly defaultCapacity: number | null;
}

/** What of a lead has to fit; null fits everybody. */
export interface LeadNeeds {
  readonly language: string | null;
  readonly source: string | null;
  readonly product: string | null;
  readonly territory: string | null;
  /** Who answers for the customer that it comes from. */
  readonly knownOwner: string | null;
}

/** A person at the instant; empty lists take everything. */
export interface Receiver {
  readonly id: string;
  readonly name: string;
  readonly isMember: boolean;
  readonly receives: boolean;
  readonly capacity: number | null;
  readonly languages: readonly string[];
  readonly sources: readonly string[];
  readonly products: readonly string[];
  readonly territories: readonly string[];
  readonly isAbsent: boolean;
  /** When he works next, now included; null: his calendar has no working time. */
  readonly worksAt: Date | null;
  /** Open leads that are his. */
  readonly open: number;
  /** The place of his last turn; null: he never had one. */
  readonly lastTurn: number | null;
}

export interface Verdict {
  readonly id: string;
  readonly open: number;
  readonly capacity: number | null;
  readonly obstacles: readonly Obstacle[];
  readonly worksAt: string | null;
}

export interface Decision {
  readonly chosen: string | null;
  readonly reason: DistributionReason | null;
  readonly verdicts: readonly Verdict[];
}

export function decide(
  way: DistributionWay,
  needs: LeadNeeds,
  { receivers, now }: { readonly receivers: readonly Receiver[]; readonly now: Date },
): Decision {
  const judged = receivers.map((receiver) => ({
    receiver,
    obstacles: obstaclesOf(way, needs, receiver, now),
  }));
  const able = judged.filter(({ obstacles }) => obstacles.length === 0).map(({ receiver }) => receiver);
  const known = way.preferKnownOwner ? able.find(({ id }) => id === needs.knownOwner) : undefined;
  const members = able.filter(({ isMember }) => isMember);
  const { chosen, reason } = known
    ? { chosen: known, reason: 'known_owner' as const }
    : pick(way, members, now);
  return {
    chosen: chosen?.id ?? null,
    reason,
    verdicts: judged.map(({ receiver, obstacles }) => ({
      id: receiver.id,
      open: receiver.open,
      capacity: limitOf(way, receiver),
      obstacles,
      worksAt: receiver.worksAt?.toISOString() ?? null,
    })),
  };
}

function pick(
  way: DistributionWay,
  able: readonly Receiver[],
  now: Date,
): { chosen: Receiver | null; reason: DistributionReason | null } {
  const near = way.calendar === 'prefer' ? firstAtWork(able, now) : able;
  const [first, second] = near.toSorted(way.pick === 'least_busy' ? byLoad : byTurn);
  if (!first) return { chosen: null, reason: null };
  if (second) return { chosen: first, reason: way.pick };
  return { chosen: first, reason: able.length > 1 ? 'first_at_work' : 'sole' };
}

/** Those at work now; at night those whose day begins first. */
function firstAtWork(able: readonly Receiver[], now: Date): readonly Receiver[] {
  const begins = ({ worksAt }: Receiver): number =>
    worksAt === null ? Number.POSITIVE_INFINITY : Math.max(worksAt.getTime(), now.getTime());
  const earliest = Math.min(...able.map(begins));
  return able.filter((one) => begins(one) === earliest);
}

function obstaclesOf(way: DistributionWay, needs: LeadNeeds, one: Receiver, now: Date): readonly Obstacle[] {
  const limit = limitOf(way, one);
  const lacks = (has: readonly string[], needed: string | null): boolean =>
    way.useSkills && needed !== null && has.length > 0 && !has.includes(needed);
  const isOther = !one.isMember && !(way.preferKnownOwner && one.id === needs.knownOwner);
  const isAtWork = one.worksAt !== null && one.worksAt <= now;
  const found: readonly (readonly [Obstacle, boolean])[] = [
    ['otherTeam', isOther],
    ['paused', !one.receives],
    ['absent', one.isAbsent],
    ['full', limit !== null && one.open >= limit],
    ['notWorking', way.calendar === 'require' && !isAtWork],
    ['language', lacks(one.languages, needs.language)],
    ['source', lacks(one.sources, needs.source)],
    ['product', lacks(one.products, needs.product)],
    ['territory', lacks(one.territories, needs.territory)],
  ];
  return found.flatMap(([obstacle, holds]) => (holds ? [obstacle] : []));
}

function limitOf(way: DistributionWay, { capacity }: Receiver): number | null {
  return capacity ?? way.defaultCapacity;
}

function byLoad(one: Receiver, other: Receiver): number {
  return one.open - other.open || byTurn(one, other);
}

/** Whoever never had a turn comes first; the id settles what nothing else does. */
function byTurn(one: Receiver, other: Receiver): number {
  return (one.lastTurn ?? -1) - (other.lastTurn ?? -1) || (one.id < other.id ? -1 : 1);
}
