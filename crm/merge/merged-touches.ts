/**
 * Where a customer came from when two of his accounts become one: the first touch is the earlier of both and the last
 * touch the later, each as a whole, and nobody chooses. A touch without a date happened when its account was made. Pure.
 */
import type { FieldValues } from '../entities/entity-types.ts';

type Side = 'survivor' | 'loser';

interface Touched {
  readonly survivor: { readonly fields: FieldValues };
  readonly loser: { readonly fields: FieldValues };
  readonly createdAt: Readonly<Record<Side, string>>;
}

const FIRST = ['firstSource', 'firstCampaign', 'firstTouchAt'];
const LAST = ['lastSource', 'lastCampaign', 'lastTouchAt'];
const TOUCH_FIELDS = new Set([...FIRST, ...LAST]);

export function isTouchField(entity: string, key: string): boolean {
  return entity === 'account' && TOUCH_FIELDS.has(key);
}

/** Whose value of a field of a touch stays. */
export function sideOfTouch(key: string, { survivor, loser, createdAt }: Touched): Side {
  const isFirst = FIRST.includes(key);
  const keys = isFirst ? FIRST : LAST;
  const at = (side: Side): string | null =>
    instantOf(side === 'survivor' ? survivor.fields : loser.fields, keys, createdAt[side]);
  const [own, other] = [at('survivor'), at('loser')];
  if (other === null) return 'survivor';
  if (own === null) return 'loser';
  return (isFirst ? other < own : other > own) ? 'loser' : 'survivor';
}

function instantOf(fields: FieldValues, keys: readonly string[], createdAt: string): string | null {
  const [source, campaign, touchAt] = keys.map((key) => fields[key] ?? null);
  if (typeof touchAt === 'string') return touchAt;
  return source === null && campaign === null ? null : createdAt;
}
