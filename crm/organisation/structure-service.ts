/**
 * The company's structure as administrators make it: departments in a tree, positions in departments, people in
 * positions. All changes of the tree pass one lock, so that two people never hang two departments into each other, and
 * nothing is removed while something belongs to it. Rights by department follow at once: they are read with each request.
 */
import { assertSettingVersion } from '../audit/assert-setting-version.ts';
import { actorOf, type Caller } from '../caller.ts';
import type { Queryable, Transactions, Unit } from '../database/transaction.ts';
import { CrmRejection, fieldsInvalid, type FieldRefusal } from '../errors.ts';
import type { CrmClock, CrmIds } from '../ports.ts';
import { appendEvents, type FieldChange } from '../timeline/append-events.ts';
import {
  type DepartmentContent,
  type DepartmentView,
  existing,
  liesIn,
  type PositionContent,
  type PositionView,
  readDepartments,
  readPositions,
  type StructureUse,
} from './structure-rows.ts';

export interface StructureView {
  readonly departments: readonly DepartmentView[];
  readonly positions: readonly PositionView[];
}

/** `id` null: a new one. `alsoUsed`: what the host knows to name it by its code, or to be offered to it. */
type Saved<C> = C & {
  readonly id: string | null;
  readonly version?: number | undefined;
  readonly alsoUsed?: readonly StructureUse[];
};
interface Removed {
  readonly id: string;
  readonly alsoUsed: readonly StructureUse[];
}
interface Post {
  readonly positionId: string;
  readonly userId: string;
}

/** For administrators; the host checks that. */
export interface StructureService {
  view(): Promise<StructureView>;
  /** Makes, renames or moves one. @throws CrmRejection CRM_FIELDS_INVALID, CRM_SETTING_CHANGED, CRM_STRUCTURE_IN_USE, CRM_RECORD_NOT_FOUND */
  saveDepartment(caller: Caller, request: Saved<DepartmentContent>): Promise<DepartmentView>;
  /** @throws CrmRejection CRM_STRUCTURE_IN_USE, CRM_RECORD_NOT_FOUND */
  removeDepartment(caller: Caller, request: Removed): Promise<void>;
  /** A department has one head: the former one becomes a position like others. @throws as saveDepartment */
  savePosition(caller: Caller, request: Saved<PositionContent>): Promise<PositionView>;
  /** @throws CrmRejection CRM_STRUCTURE_IN_USE, CRM_RECORD_NOT_FOUND */
  removePosition(caller: Caller, request: Removed): Promise<void>;
  /** A person holds one position: whoever is appointed leaves the one before. @throws CrmRejection CRM_RECORD_NOT_FOUND, CRM_USER_NOT_FOUND */
  appoint(caller: Caller, post: Post): Promise<PositionView>;
  /** Nothing when the person does not hold it any more. @throws CrmRejection CRM_RECORD_NOT_FOUND */
  dismiss(caller: Caller, post: Post): Promise<PositionView>;
}

const LOCK = 'lock table crm.department in share row exclusive mode';
const INSERT_DEPARTMENT = `
  insert into crm.department (id, name, name_ru, code, parent_id) values ($1, $2, $3, $4, $5)`;
const UPDATE_DEPARTMENT = `
  update crm.department set name = $2, name_ru = $3, code = $4, parent_id = $5, version = version + 1, updated_at = clock_timestamp()
  where id = $1`;
const INSERT_POSITION = `
  insert into crm.position (id, title, title_ru, code, department_id, is_head) values ($1, $2, $3, $4, $5, $6)`;
const UPDATE_POSITION = `
  update crm.position set title = $2, title_ru = $3, code = $4, department_id = $5, is_head = $6, version = version + 1, updated_at = clock_timestamp()
  where id = $1`;
const TAKE_HEAD = `
  update crm.position set is_head = false, version = version + 1, updated_at = clock_timestamp()
  where department_id = $1 and is_head and id <> $2 and deleted_at is null returning id, title, version`;
const NO_HEAD: readonly FieldChange[] = [{ field: 'isHead', from: true, to: false }];
/** Whoever appoints meanwhile waits, and finds the position gone. */
const LOCK_POSITION = 'select from crm.position where id = $1 and deleted_at is null for update';
const HOLD_POSITION = 'select from crm.position where id = $1 and deleted_at is null for share';
const SELECT_HOLDER = `
  select u.name, u.status, u.position_id as "positionId", p.title
  from crm."user" u left join crm.position p on p.id = u.position_id
  where u.id = $1 and u.deleted_at is null for update of u`;
const SET_POSITION = `
  update crm."user" set position_id = $2, version = version + 1, updated_at = $3, updated_by_kind = $4, updated_by = $5
  where id = $1 returning version`;

export function createStructureService(ports: {
  readonly transactions: Transactions;
  readonly clock: CrmClock;
  readonly ids: CrmIds;
}): StructureService {
  const { transactions, clock, ids } = ports;
  const tell = (unit: Unit, caller: Caller, told: Told): Promise<void> =>
    appendEvents(unit.client, [
      { id: ids.next(), occurredAt: clock.now(), actor: actorOf(caller), kind: 'record', ...told },
    ]);
  const alone = <T>(caller: Caller, work: (unit: Unit) => Promise<T>): Promise<T> =>
    transactions.run(caller.transaction, async (unit) => {
      await unit.client.query(LOCK);
      return work(unit);
    });
  const setPosition = async (unit: Unit, caller: Caller, change: PostChange): Promise<void> => {
    const actor = actorOf(caller);
    const values = [change.userId, change.positionId, clock.now(), actor.kind, actor.id];
    const { rows } = await unit.client.query<{ version: number }>(SET_POSITION, values);
    const changes = [{ field: 'position', from: change.from, to: change.to }];
    const recordVersion = rows[0]?.version ?? null;
    const whom = { entity: 'user', recordId: change.userId, recordVersion, text: change.name };
    await tell(unit, caller, { ...whom, verb: 'changed', changes });
  };
  return {
    async view() {
      const reader = transactions.reader(null);
      const [departments, positions] = [await readDepartments(reader), await readPositions(reader)];
      return { departments, positions };
    },

    saveDepartment: (caller, { id: given, version, alsoUsed = [], ...content }) =>
      alone(caller, async (unit) => {
        const { client } = unit;
        const all = await readDepartments(client);
        const before = given === null ? undefined : existing(all, 'department', given);
        assertSettingVersion(content.name, before, version);
        assertDepartment(all, content, before);
        assertCodeFree('department', before, content.code, alsoUsed);
        const id = given ?? ids.next();
        const { name, nameRu, code, parentId } = content;
        const values = [id, name.trim(), textOf(nameRu), textOf(code), parentId];
        await client.query(before ? UPDATE_DEPARTMENT : INSERT_DEPARTMENT, values);
        const now = await readDepartments(client);
        const after = existing(now, 'department', id);
        const facts = ({ name, nameRu, code, parentId }: DepartmentView) => ({
          ...{ name, nameRu, code },
          parent: now.find((one) => one.id === parentId)?.name ?? null,
        });
        const changes = changesBetween(before && facts(before), facts(after));
        if (!before || changes.length > 0)
          await tell(unit, caller, { ...toldOf('department', after), changes, verb: verbOf(before) });
        return after;
      }),

    removeDepartment: (caller, { id, alsoUsed }) =>
      alone(caller, async (unit) => {
        const { client } = unit;
        const all = await readDepartments(client);
        const before = existing(all, 'department', id);
        const below = all.filter(({ parentId }) => parentId === id);
        const positions = (await readPositions(client)).filter(({ departmentId }) => departmentId === id);
        assertUnused(before.name, [
          ...below.map(({ name }) => ({ kind: 'department' as const, name })),
          ...positions.map(({ title }) => ({ kind: 'position' as const, name: title })),
          ...alsoUsed,
        ]);
        await client.query('update crm.department set deleted_at = $2 where id = $1', [id, clock.now()]);
        await tell(unit, caller, { ...toldOf('department', before), verb: 'deleted' });
      }),

    savePosition: (caller, { id: given, version, alsoUsed = [], ...content }) =>
      alone(caller, async (unit) => {
        const { client } = unit;
        const all = await readPositions(client);
        const departments = await readDepartments(client);
        const before = given === null ? undefined : existing(all, 'position', given);
        assertSettingVersion(content.title, before, version);
        assertPosition(departments, all, { ...content, id: given });
        assertCodeFree('position', before, content.code, alsoUsed);
        const id = given ?? ids.next();
        const { title, titleRu, code, departmentId, isHead } = content;
        const former = isHead ? await takeHead(client, departmentId, id) : [];
        for (const one of former)
          await tell(unit, caller, { ...toldOf('position', one), verb: 'changed', changes: NO_HEAD });
        const values = [id, title.trim(), textOf(titleRu), textOf(code), departmentId, isHead];
        await client.query(before ? UPDATE_POSITION : INSERT_POSITION, values);
        const after = existing(await readPositions(client), 'position', id);
        const facts = ({ title, titleRu, code, departmentId, isHead }: PositionView) => ({
          ...{ title, titleRu, code, isHead },
          department: departments.find((one) => one.id === departmentId)?.name ?? null,
        });
        const changes = changesBetween(before && facts(before), facts(after));
        if (!before || changes.length > 0)
          await tell(unit, caller, { ...toldOf('position', after), changes, verb: verbOf(before) });
        return after;
      }),

    removePosition: (caller, { id, alsoUsed }) =>
      alone(caller, async (unit) => {
        const { client } = unit;
        await client.query(LOCK_POSITION, [id]);
        const before = existing(await readPositions(client), 'position', id);
        const people = before.holders.map(({ name }) => ({ kind: 'person' as const, name }));
        assertUnused(before.title, [...people, ...alsoUsed]);
        await client.query('update crm.position set deleted_at = $2 where id = $1', [id, clock.now()]);
        await tell(unit, caller, { ...toldOf('position', before), verb: 'deleted' });
      }),

    appoint: (caller, { positionId, userId }) =>
      transactions.run(caller.transaction, async (unit) => {
        await unit.client.query(HOLD_POSITION, [positionId]);
        const { title } = existing(await readPositions(unit.client), 'position', positionId);
        const person = await holderOf(unit.client, userId);
        if (person?.status !== 'active')
          throw new CrmRejection('CRM_USER_NOT_FOUND', `Expected an active user '${userId}'.`, { userId });
        if (person.positionId !== positionId)
          await setPosition(unit, caller, {
            ...{ userId, name: person.name, positionId },
            ...{ from: person.title, to: title },
          });
        return existing(await readPositions(unit.client), 'position', positionId);
      }),

    dismiss: (caller, { positionId, userId }) =>
      transactions.run(caller.transaction, async (unit) => {
        const { title } = existing(await readPositions(unit.client), 'position', positionId);
        const person = await holderOf(unit.client, userId);
        if (person?.positionId === positionId)
          await setPosition(unit, caller, {
            ...{ userId, name: person.name, positionId: null },
            ...{ from: title, to: null },
          });
        return existing(await readPositions(unit.client), 'position', positionId);
      }),
  };
}

interface PostChange {
  readonly userId: string;
  readonly name: string;
  readonly positionId: string | null;
  readonly from: string | null;
  readonly to: string | null;
}

interface Told {
  readonly entity: string;
  readonly recordId: string;
  readonly recordVersion: number | null;
  readonly text: string;
  readonly verb: string;
  readonly changes?: readonly FieldChange[];
}

type TitleRow = Pick<PositionView, 'id' | 'title' | 'version'>;

/** The former head, who is none any more. */
async function takeHead(client: Queryable, departmentId: string, id: string): Promise<readonly TitleRow[]> {
  return (await client.query<TitleRow>(TAKE_HEAD, [departmentId, id])).rows;
}

function toldOf(
  entity: 'department' | 'position',
  one: Pick<DepartmentView, 'id' | 'name' | 'version'> | TitleRow,
): Pick<Told, 'entity' | 'recordId' | 'recordVersion' | 'text'> {
  const text = 'title' in one ? one.title : one.name;
  return { entity, recordId: one.id, recordVersion: one.version, text };
}

function verbOf(before: object | undefined): string {
  return before ? 'changed' : 'created';
}

interface HolderRow {
  readonly name: string;
  readonly status: string;
  readonly positionId: string | null;
  readonly title: string | null;
}

async function holderOf(client: Queryable, userId: string): Promise<HolderRow | undefined> {
  return (await client.query<HolderRow>(SELECT_HOLDER, [userId])).rows[0];
}

function assertDepartment(
  all: readonly DepartmentView[],
  { name, code, parentId }: DepartmentContent,
  before: DepartmentView | undefined,
): void {
  const problems: FieldRefusal[] = [...nameProblems('name', name)];
  problems.push(...codeProblems(code, others(all, before?.id ?? null)));
  if (parentId !== null && !all.some((one) => one.id === parentId))
    problems.push(noSuchDepartment('parentId'));
  if (before && parentId !== null && liesIn(all, parentId, before.id))
    problems.push({
      path: 'parentId',
      code: 'liesInItself',
      message: `'${before.name}' cannot lie in itself or in a department below it: choose another.`,
    });
  if (problems.length > 0) throw fieldsInvalid(problems);
}

function assertPosition(
  departments: readonly DepartmentView[],
  all: readonly PositionView[],
  { id, title, code, departmentId }: PositionContent & { readonly id: string | null },
): void {
  const problems: FieldRefusal[] = [...nameProblems('title', title)];
  problems.push(...codeProblems(code, others(all, id)));
  if (!departments.some((one) => one.id === departmentId)) problems.push(noSuchDepartment('departmentId'));
  if (problems.length > 0) throw fieldsInvalid(problems);
}

function others<T extends { readonly id: string }>(all: readonly T[], id: string | null): readonly T[] {
  return all.filter((one) => one.id !== id);
}

function nameProblems(path: string, name: string): FieldRefusal[] {
  return name.trim() === '' ? [{ path, code: 'required', message: 'It needs a name.' }] : [];
}

function codeProblems(code: string | null, all: readonly { readonly code: string | null }[]): FieldRefusal[] {
  const text = textOf(code);
  if (text === null) return [];
  if (!/^[a-z][a-z0-9_-]*$/.test(text))
    return [
      {
        path: 'code',
        code: 'badCode',
        message: 'A code begins with a letter a to z and is made of a to z, digits, - and _.',
      },
    ];
  if (all.some((one) => one.code === text))
    return [{ path: 'code', code: 'taken', message: `The code '${text}' is taken: choose another.` }];
  return [];
}

function noSuchDepartment(path: string): FieldRefusal {
  return { path, code: 'notChoice', message: 'There is no such department: choose from the list.' };
}

/** Processes find their executors by the code: it stays while one of them names it. */
function assertCodeFree(
  kind: string,
  before: { readonly code: string | null } | undefined,
  code: string | null,
  alsoUsed: readonly StructureUse[],
): void {
  if (!before || before.code === null || before.code === textOf(code)) return;
  assertUnused(`${kind} ${before.code}`, alsoUsed);
}

function assertUnused(name: string, uses: readonly StructureUse[]): void {
  if (uses.length === 0) return;
  const named = uses.map((use) => `${use.kind} '${use.name}'`).join(', ');
  throw new CrmRejection(
    'CRM_STRUCTURE_IN_USE',
    `Expected nothing to belong to '${name}', but it has: ${named}. Move or change these first.`,
    { uses },
  );
}

function changesBetween(
  before: Readonly<Record<string, unknown>> | undefined,
  after: Readonly<Record<string, unknown>>,
): FieldChange[] {
  if (!before) return [];
  return Object.keys(after)
    .filter((field) => before[field] !== after[field])
    .map((field) => ({ field, from: before[field], to: after[field] }));
}

function textOf(value: string | null): string | null {
  return value === null || value.trim() === '' ? null : value.trim();
}
