/** Phones and addresses of many parties in few statements, normalised before by whoever read them. */
import type { Unit } from '../database/transaction.ts';
import type { CrmIds } from '../ports.ts';
import type { PointKind } from './comm-points.ts';
import { normaliseEmail } from './normalise-email.ts';
import { normalisePhone } from './normalise-phone.ts';

export interface PointDraft {
  readonly kind: PointKind;
  readonly raw: string;
  readonly e164: string | null;
  readonly digits: string | null;
  readonly ext: string | null;
  readonly emailNorm: string | null;
  readonly country: string | null;
  readonly status: 'ok' | 'doubtful' | 'invalid';
}

export interface PartyPoint {
  readonly partyId: string;
  readonly point: PointDraft;
}

export interface PointsContext {
  readonly partyType: 'account' | 'contact';
  readonly ids: CrmIds;
  readonly now: Date;
}

const INSERT = `
  insert into crm.comm_point (id, party_type, party_id, kind, raw, e164, digits, ext, email_norm, is_primary, status,
                              country, created_at, updated_at)
  select p.id, $2, p.party_id, p.kind, p.raw, p.e164, p.digits, p.ext, p.email_norm, $3, p.status, p.country, $4, $4
  from jsonb_populate_recordset(null::crm.comm_point, $1) p`;
const UPDATE_PRIMARY = `
  update crm.comm_point c
  set raw = p.raw, e164 = p.e164, digits = p.digits, ext = p.ext, email_norm = p.email_norm, status = p.status,
      country = p.country, updated_at = $3
  from jsonb_populate_recordset(null::crm.comm_point, $1) p
  where c.party_type = $2 and c.party_id = p.party_id and c.kind = p.kind and c.is_primary
  returning c.party_id, c.kind`;
const DELETE_PRIMARY = `
  delete from crm.comm_point c using unnest($2::uuid[], $3::text[]) as gone (party_id, kind)
  where c.party_type = $1 and c.party_id = gone.party_id and c.kind = gone.kind and c.is_primary`;
const SELECT_POINTS = `
  select party_id, kind, coalesce(e164, email_norm, raw) as value, is_primary
  from crm.comm_point where party_type = $1 and party_id = any($2::uuid[])`;

/** A value of a form as a point. */
export function pointFromText(kind: PointKind, text: string, country: string): PointDraft {
  if (kind === 'email') {
    const emailNorm = normaliseEmail(text);
    const status = emailNorm === null ? 'invalid' : 'ok';
    return { kind, raw: text.trim(), e164: null, digits: null, ext: null, emailNorm, country: null, status };
  }
  return { kind, ...normalisePhone(text, { country }), emailNorm: null };
}

export function valueOfPoint(point: PointDraft): string {
  return point.e164 ?? point.emailNorm ?? point.raw;
}

/** Sets main points: those of new parties and of parties that had another or none. */
export async function setPrimaryPoints(
  unit: Unit,
  points: readonly (PartyPoint & { readonly isNew: boolean })[],
  context: PointsContext,
): Promise<void> {
  const changed = points.filter((one) => !one.isNew);
  const had = new Set<string>();
  if (changed.length > 0) {
    const { rows } = await unit.client.query<{ party_id: string; kind: string }>(UPDATE_PRIMARY, [
      rowsOf(changed, context),
      context.partyType,
      context.now,
    ]);
    for (const row of rows) had.add(`${row.party_id}:${row.kind}`);
  }
  const missing = points.filter((one) => !had.has(`${one.partyId}:${one.point.kind}`));
  await insert(unit, missing, { ...context, isPrimary: true });
}

export async function removePrimaryPoints(
  unit: Unit,
  gone: readonly { readonly partyId: string; readonly kind: PointKind }[],
  context: PointsContext,
): Promise<void> {
  if (gone.length === 0) return;
  await unit.client.query(DELETE_PRIMARY, [
    context.partyType,
    gone.map((one) => one.partyId),
    gone.map((one) => one.kind),
  ]);
}

/** Adds those that a party does not have yet; returns the ids of what was added, by party. */
export async function addFurtherPoints(
  unit: Unit,
  points: readonly PartyPoint[],
  context: PointsContext,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const added = new Map<string, string[]>();
  if (points.length === 0) return added;
  const { rows } = await unit.client.query<{ party_id: string; kind: string; value: string }>(SELECT_POINTS, [
    context.partyType,
    [...new Set(points.map((one) => one.partyId))],
  ]);
  const known = new Set(rows.map((row) => `${row.party_id}:${row.kind}:${row.value}`));
  const fresh = points.filter(({ partyId, point }) => {
    const key = `${partyId}:${point.kind}:${valueOfPoint(point)}`;
    if (known.has(key)) return false;
    known.add(key);
    return true;
  });
  const ids = await insert(unit, fresh, { ...context, isPrimary: false });
  fresh.forEach(({ partyId }, index) =>
    added.set(partyId, [...(added.get(partyId) ?? []), ids[index] as string]),
  );
  return added;
}

async function insert(
  unit: Unit,
  points: readonly PartyPoint[],
  context: PointsContext & { readonly isPrimary: boolean },
): Promise<readonly string[]> {
  if (points.length === 0) return [];
  const ids = points.map(() => context.ids.next());
  await unit.client.query(INSERT, [
    rowsOf(points, context, ids),
    context.partyType,
    context.isPrimary,
    context.now,
  ]);
  return ids;
}

function rowsOf(points: readonly PartyPoint[], context: PointsContext, ids: readonly string[] = []): string {
  return JSON.stringify(
    points.map(({ partyId, point }, index) => ({
      id: ids[index] ?? context.ids.next(),
      party_id: partyId,
      kind: point.kind,
      raw: point.raw,
      e164: point.e164,
      digits: point.digits,
      ext: point.ext,
      email_norm: point.emailNorm,
      status: point.status,
      country: point.country,
    })),
  );
}
