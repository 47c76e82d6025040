/**
 * What the product itself sets when a record is written: pure rules per entity, given the row before, the wanted
 * values and what the choices mean. Values that people cannot write (closed at …) are set here and nowhere else.
 */
import type { FieldValues } from './entity-types.ts';
import type { OptionLists } from './select-options.ts';

export interface Derivation {
  /** Null when the record is being created. */
  readonly before: FieldValues | null;
  readonly wanted: FieldValues;
  readonly lists: OptionLists;
  readonly now: Date;
}

export function derivedFields(entity: string, derivation: Derivation): FieldValues {
  if (entity === 'account') return deriveAccount(derivation);
  if (entity === 'ticket') return deriveTicket(derivation);
  if (entity === 'activity') return deriveActivity(derivation);
  return {};
}

/** Who is made with a source was touched then, unless it is known when. */
function deriveAccount({ before, wanted, now }: Derivation): FieldValues {
  const isTouched = Boolean(wanted.firstSource ?? wanted.firstCampaign);
  if (before !== null || !isTouched || wanted.firstTouchAt) return {};
  return { firstTouchAt: now.toISOString() };
}

function deriveTicket({ before, wanted, lists, now }: Derivation): FieldValues {
  if (typeof wanted.status !== 'string') return {};
  const wasClosed =
    typeof before?.status === 'string' && lists.baseState('ticket.status', before.status) === 'closed';
  const isClosed = lists.baseState('ticket.status', wanted.status) === 'closed';
  if (isClosed === wasClosed) return {};
  return { closedAt: isClosed ? now.toISOString() : null };
}

/** An activity that is closed ended now, unless it is known when; one planned without an end lasts half an hour. */
function deriveActivity({ before, wanted, lists, now }: Derivation): FieldValues {
  const derived: FieldValues = {};
  const start = wanted.plannedStart;
  const hasEnd = 'plannedEnd' in wanted ? wanted.plannedEnd !== null : Boolean(before?.plannedEnd);
  if (typeof start === 'string' && !hasEnd) {
    derived.plannedEnd = new Date(Date.parse(start) + HALF_AN_HOUR_MS).toISOString();
  }
  if (typeof wanted.status === 'string') {
    const isClosed = lists.baseState('activity.status', wanted.status) === 'closed';
    const wasClosed =
      typeof before?.status === 'string' && lists.baseState('activity.status', before.status) === 'closed';
    if (isClosed && !wasClosed) derived.actualEnd = now.toISOString();
    if (!isClosed && wasClosed) derived.actualEnd = null;
  }
  return derived;
}

const HALF_AN_HOUR_MS = 30 * 60_000;
