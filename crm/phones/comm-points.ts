/**
 * The ways to reach a party. `phone` and `email` of an account or contact are its primary points; further ones are
 * added beside them. Called inside the write of the party, so that points and party commit together.
 */
import type { Queryable, Unit } from '../database/transaction.ts';
import { CommPointModel } from '../contacts/comm-point.model.ts';
import type { OptionCatalogue } from '../entities/select-options.ts';
import type { CrmClock, CrmIds } from '../ports.ts';
import { areaCodeOf } from './area-codes.ts';
import { normaliseEmail } from './normalise-email.ts';
import { displayPhone, normalisePhone } from './normalise-phone.ts';
import { currentLinkSql } from '../contacts/current-link.ts';

export type PointKind = 'phone' | 'email';

export interface CommPoint {
  readonly id: string;
  readonly kind: PointKind | 'messenger' | 'url';
  readonly raw: string;
  /** How to show it: a phone in its national form at home, else internationally. */
  readonly display: string;
  readonly e164: string | null;
  readonly ext: string | null;
  readonly email: string | null;
  readonly label: string | null;
  readonly isPrimary: boolean;
  readonly status: 'ok' | 'doubtful' | 'invalid' | 'bounced';
}

export interface Party {
  readonly type: 'account' | 'contact';
  readonly id: string;
}

const SELECT_POINTS = `
  select id, kind, raw, e164, ext, email_norm, label, is_primary, status
  from crm.comm_point
  where party_type = $1 and party_id = $2
  order by kind <> 'phone', kind, is_primary desc, created_at, id`;

/** The country and city of the record: an account's own, a contact's main account's. */
const SELECT_PLACE = `
  select a.country, a.city from crm.account a
  where a.id = case when $1 = 'account' then $2::uuid else (
    select l.account_id from crm.account_contact l
    where l.contact_id = $2::uuid and ${currentLinkSql('l')}
    order by l.is_primary_account desc, l.created_at limit 1) end`;

interface PointRow {
  readonly id: string;
  readonly kind: CommPoint['kind'];
  readonly raw: string;
  readonly e164: string | null;
  readonly ext: string | null;
  readonly email_norm: string | null;
  readonly label: string | null;
  readonly is_primary: boolean;
  readonly status: CommPoint['status'];
}

export interface CommPoints {
  list(reader: Queryable, party: Party): Promise<CommPoint[]>;
  /** Sets, changes or (with null) removes the primary point of a kind; a new party has none to change. */
  setPrimary(
    unit: Unit,
    party: Party & { readonly isNew: boolean },
    point: { kind: PointKind; value: string | null },
  ): Promise<void>;
  add(
    unit: Unit,
    party: Party,
    point: { kind: PointKind; value: string; label: string | null },
  ): Promise<void>;
  /** Another value for a point that is there. */
  replace(unit: Unit, party: Party, point: { id: string; kind: PointKind; value: string }): Promise<void>;
}

export function createCommPoints(ports: {
  readonly clock: CrmClock;
  readonly ids: CrmIds;
  readonly options: OptionCatalogue;
}): CommPoints {
  const columnsOf = async (unit: Unit, party: Party, kind: PointKind, value: string) => {
    if (kind === 'email') {
      const email = normaliseEmail(value);
      return {
        raw: value.trim(),
        emailNorm: email,
        e164: null,
        digits: null,
        ext: null,
        country: null,
        status: email ? 'ok' : 'invalid',
      };
    }
    const { rows } = await unit.client.query<{ country: string | null; city: string | null }>(SELECT_PLACE, [
      party.type,
      party.id,
    ]);
    const country = rows[0]?.country ?? (await ports.options.load(unit.client)).homeCountry;
    const areaCode = areaCodeOf(country, rows[0]?.city ?? null);
    return { ...normalisePhone(value, { country, areaCode }), emailNorm: null };
  };
  const insert = async (
    unit: Unit,
    party: Party,
    point: { kind: PointKind; value: string; label: string | null; isPrimary: boolean },
  ) => {
    const now = ports.clock.now();
    const columns = await columnsOf(unit, party, point.kind, point.value);
    await CommPointModel.create(
      {
        id: ports.ids.next(),
        partyType: party.type,
        partyId: party.id,
        kind: point.kind,
        label: point.label,
        isPrimary: point.isPrimary,
        createdAt: now,
        updatedAt: now,
        ...columns,
      },
      { transaction: unit.orm, returning: false },
    );
  };
  return {
    async list(reader, party) {
      const { rows } = await reader.query<PointRow>(SELECT_POINTS, [party.type, party.id]);
      const { homeCountry } = await ports.options.load(reader);
      return rows.map((row) => pointFromRow(row, homeCountry));
    },
    async setPrimary(unit, party, { kind, value }) {
      const where = { partyType: party.type, partyId: party.id, kind, isPrimary: true };
      if (value === null || value.trim() === '') {
        if (!party.isNew) await CommPointModel.destroy({ where, transaction: unit.orm });
        return;
      }
      if (party.isNew) return insert(unit, party, { kind, value, label: null, isPrimary: true });
      const columns = await columnsOf(unit, party, kind, value);
      const [changed] = await CommPointModel.update(
        { ...columns, updatedAt: ports.clock.now() },
        { where, transaction: unit.orm },
      );
      if (changed === 0) await insert(unit, party, { kind, value, label: null, isPrimary: true });
    },
    add: (unit, party, point) => insert(unit, party, { ...point, isPrimary: false }),
    async replace(unit, party, { id, kind, value }) {
      const columns = await columnsOf(unit, party, kind, value);
      await CommPointModel.update(
        { ...columns, updatedAt: ports.clock.now() },
        { where: { id }, transaction: unit.orm },
      );
    },
  };
}

function pointFromRow(row: PointRow, homeCountry: string): CommPoint {
  return {
    id: row.id,
    kind: row.kind,
    raw: row.raw,
    display: row.e164 ? displayPhone(row.e164, homeCountry) : (row.email_norm ?? row.raw),
    e164: row.e164,
    ext: row.ext,
    email: row.email_norm,
    label: row.label,
    isPrimary: row.is_primary,
    status: row.status,
  };
}
