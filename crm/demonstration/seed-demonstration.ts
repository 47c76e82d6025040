/**
 * Fills a fresh database with the demonstration's organisation and customers. Idempotent: what is there stays as it
 * is, so a second start changes nothing that a visitor has edited. Tickets and activities are not made here: they come
 * from running the processes. Record events are not raised: nothing happened, the company was simply there.
 */
import type { Transactions, Unit } from '../database/transaction.ts';
import { AccountContactModel } from '../contacts/account-contact.model.ts';
import { entityOf } from '../entities/registry.ts';
import type { WriteContext } from '../entities/tell-of-write.ts';
import type { RecordWriter } from '../entities/write-record.ts';
import {
  DepartmentModel,
  PositionModel,
  SubstitutionModel,
  UserModel,
  UserRoleModel,
} from '../organisation/organisation.models.ts';
import type { CrmActor } from '../ports.ts';
import { systemUser } from '../rights/system-user.ts';
import { demonstrationId } from './ids.ts';
import { accounts, contacts, type DemonstrationParty, links } from './parties.ts';
import { seedSales } from './seed-sales.ts';
import { absences, calendars, departments, holidays, people, personNamed, positions } from './people.ts';

const ACTOR: CrmActor = { kind: 'import', id: null };
const DAY_MS = 86_400_000;
/** Any constant: two nodes that start at once seed one after the other. */
const SEED_LOCK = 0x64656d6f;

/** The importer of the demonstration: may create everything, exists only in this call. */
const IMPORTER = systemUser({
  id: '00000000-0000-7000-8000-000000000000',
  name: 'Demonstration',
  actions: ['create', 'read'],
});

export interface SeedPorts {
  readonly transactions: Transactions;
  readonly writer: RecordWriter;
}

/** What the customers' history lies in, whatever the clock of the demonstration says. */
const ROOM_FOR_HISTORY = `
  select crm.ensure_event_partition($1::timestamptz - make_interval(months => n)) from generate_series(0, 8) as n`;

/** Returns false when the demonstration was there already. `now`: the day from which absences are counted. */
export async function seedDemonstration(ports: SeedPorts, now: Date): Promise<boolean> {
  return ports.transactions.run(null, async (unit) => {
    await unit.client.query('select pg_advisory_xact_lock($1)', [SEED_LOCK]);
    const known = await unit.client.query('select from crm."user" where id = $1', [
      demonstrationId('user', 1),
    ]);
    if (known.rowCount !== 0) return false;
    await unit.client.query(ROOM_FOR_HISTORY, [now]);
    await seedOrganisation(unit, now);
    await seedCalendars(unit, now);
    const context: WriteContext = { user: IMPORTER, actor: ACTOR, participants: null };
    await seedParties(ports, unit, { entity: 'account', parties: accounts, context });
    await seedParties(ports, unit, { entity: 'contact', parties: contacts, context });
    await seedLinks(unit, now);
    await seedSales(unit, now);
    return true;
  });
}

async function seedOrganisation(unit: Unit, now: Date): Promise<void> {
  const options = { transaction: unit.orm, returning: false } as const;
  const written = { createdAt: now, createdByKind: ACTOR.kind, updatedAt: now, updatedByKind: ACTOR.kind };
  const departmentId = (code: string) =>
    demonstrationId('department', departments.findIndex((department) => department.code === code) + 1);
  const positionId = (code: string) =>
    demonstrationId('position', positions.findIndex((position) => position.code === code) + 1);
  await DepartmentModel.bulkCreate(
    departments.map((department, index) => ({
      ...department,
      id: departmentId(department.code),
      parentId: department.parent === null ? null : departmentId(department.parent),
      sortOrder: index,
    })),
    options,
  );
  await PositionModel.bulkCreate(
    positions.map((position) => ({
      ...position,
      id: positionId(position.code),
      departmentId: departmentId(position.department),
    })),
    options,
  );
  await UserModel.bulkCreate(
    people.map((person) => ({
      ...person,
      ...written,
      positionId: positionId(person.position),
      timeZone: 'Europe/Moscow',
    })),
    options,
  );
  await UserRoleModel.bulkCreate(await userRoles(unit), options);
  await SubstitutionModel.bulkCreate(
    absences.map((absence, index) => ({
      id: demonstrationId('substitution', index + 1),
      userId: personNamed(absence.absent).id,
      byUserId: personNamed(absence.by).id,
      fromAt: new Date(now.getTime() + absence.fromDay * DAY_MS),
      toAt: new Date(now.getTime() + absence.toDay * DAY_MS),
      createdByKind: ACTOR.kind,
    })),
    options,
  );
}

async function userRoles(unit: Unit): Promise<{ userId: string; roleId: string }[]> {
  const { rows } = await unit.client.query<{ id: string; code: string }>('select id, code from crm.role');
  return people.flatMap((person) => {
    const role = rows.find((row) => row.code === person.role);
    return role ? [{ userId: person.id, roleId: role.id }] : [];
  });
}

const INSERT_CALENDAR = `
  insert into crm.working_calendar (code, name, name_ru, time_zone, week)
  values ($1, $2, $3, $4, $5) on conflict do nothing`;
const INSERT_EXCEPTION = `
  insert into crm.calendar_exception (calendar_code, on_date, name)
  values ($1, $2, $3) on conflict do nothing`;

async function seedCalendars(unit: Unit, now: Date): Promise<void> {
  for (const calendar of calendars) {
    await unit.client.query(INSERT_CALENDAR, [
      calendar.code,
      calendar.name,
      calendar.nameRu,
      calendar.timeZone,
      JSON.stringify(calendar.week),
    ]);
  }
  const year = now.getUTCFullYear();
  for (const [calendar, days] of Object.entries(holidays)) {
    // Long enough for a clock that visitors move.
    for (const one of [year - 1, year, year + 1, year + 2]) {
      for (const [monthDay, name] of days)
        await unit.client.query(INSERT_EXCEPTION, [calendar, `${one}-${monthDay}`, name]);
    }
  }
}

async function seedParties(
  ports: SeedPorts,
  unit: Unit,
  request: { entity: string; parties: readonly DemonstrationParty[]; context: WriteContext },
): Promise<void> {
  const definition = entityOf(request.entity);
  for (const party of request.parties) {
    await ports.writer.create(unit, { definition, id: party.id, fields: party.fields }, request.context);
  }
}

async function seedLinks(unit: Unit, now: Date): Promise<void> {
  const written = { createdAt: now, createdByKind: ACTOR.kind, updatedAt: now, updatedByKind: ACTOR.kind };
  await AccountContactModel.bulkCreate(
    links.map((link) => ({ ...link, ...written })),
    { transaction: unit.orm, returning: false },
  );
}
