/** Departments and positions as administrators see them, with what belongs to each. */
import type { Queryable } from '../database/transaction.ts';
import { CrmRejection } from '../errors.ts';

export interface DepartmentContent {
  readonly name: string;
  readonly nameRu: string | null;
  /** By which processes name it; never shown to people otherwise. */
  readonly code: string | null;
  readonly parentId: string | null;
}

export interface DepartmentView extends DepartmentContent {
  readonly id: string;
  readonly version: number;
}

export interface PositionContent {
  readonly title: string;
  readonly titleRu: string | null;
  readonly code: string | null;
  readonly departmentId: string;
  readonly isHead: boolean;
}

export interface PositionView extends PositionContent {
  readonly id: string;
  readonly version: number;
  /** Also those who have left and were never dismissed. */
  readonly holders: readonly { readonly id: string; readonly name: string; readonly isActive: boolean }[];
}

/** What stands against removing a department or position, or against giving it another code. */
export interface StructureUse {
  readonly kind: 'department' | 'position' | 'person' | 'process' | 'openTasks';
  /** Of open tasks, how many. */
  readonly name: string;
}

const SELECT_DEPARTMENTS = `
  select id, name, name_ru as "nameRu", code, parent_id as "parentId", version
  from crm.department where deleted_at is null order by sort_order, name, id`;
const SELECT_POSITIONS = `
  select p.id, p.title, p.title_ru as "titleRu", p.code, p.department_id as "departmentId", p.is_head as "isHead", p.version,
    coalesce((select json_agg(json_build_object('id', u.id, 'name', u.name, 'isActive', u.status = 'active') order by u.name)
              from crm."user" u where u.position_id = p.id and u.deleted_at is null), '[]') as holders
  from crm.position p where p.deleted_at is null order by p.is_head desc, p.title, p.id`;

export async function readDepartments(reader: Queryable): Promise<readonly DepartmentView[]> {
  return (await reader.query<DepartmentView>(SELECT_DEPARTMENTS)).rows;
}

export async function readPositions(reader: Queryable): Promise<readonly PositionView[]> {
  return (await reader.query<PositionView>(SELECT_POSITIONS)).rows;
}

/** @throws CrmRejection CRM_RECORD_NOT_FOUND */
export function existing<T extends { readonly id: string }>(all: readonly T[], kind: string, id: string): T {
  const found = all.find((one) => one.id === id);
  if (found) return found;
  throw new CrmRejection('CRM_RECORD_NOT_FOUND', `Expected ${kind} '${id}' to exist.`, { id });
}

/** Whether `below` is the department itself or lies in it, however deep. */
export function liesIn(all: readonly DepartmentView[], below: string, id: string): boolean {
  const parents = new Map(all.map((one) => [one.id, one.parentId]));
  const seen = new Set<string>();
  for (let at: string | null = below; at !== null && !seen.has(at); at = parents.get(at) ?? null) {
    if (at === id) return true;
    seen.add(at);
  }
  return false;
}
