/** What a saved view may say, and to whom it may be shown. */
import { definitionFor } from '../rights/field-levels.ts';
import { levelsOf, type RequestUser } from '../rights/request-user.ts';
import { SqlParameters } from '../database/sql-parameters.ts';
import { fieldOf } from '../entities/entity-table.ts';
import type { EntityDefinition, FieldDefinition } from '../entities/entity-types.ts';
import { filterSql, type FilterGroup, parseSort } from '../entities/filter-sql.ts';
import { parseGrouping } from '../entities/group-rows.ts';
import { CrmRejection, type FieldProblemCode, type FieldRefusal, fieldsInvalid } from '../errors.ts';
import type { TableList } from './table-lists.ts';

export type ViewAudience = 'own' | 'team' | 'all';
export type ViewKind = 'list' | 'kanban' | 'calendar';

export interface ViewSettings {
  /** The choice whose values are the columns of a board. */
  readonly columnField?: string;
  /** The number that a board sums. */
  readonly sumField?: string;
  /** Of a board of deals or leads. */
  readonly pipeline?: string;
  /** How many rows a column of a board should have at most, by its value. */
  readonly limits?: Readonly<Record<string, number>>;
  /** The date by which a calendar places rows. */
  readonly dateField?: string;
}

export interface ViewContent {
  readonly name: string;
  readonly audience: ViewAudience;
  readonly teamId: string | null;
  readonly kind: ViewKind;
  readonly filter: FilterGroup | null;
  readonly columns: string[];
  readonly sort: string | null;
  readonly group: string | null;
  readonly settings: ViewSettings;
}

type Shown = Pick<ViewContent, 'audience' | 'teamId'>;

/** What is listed: a kind of record, or rows of the host. */
export interface ViewedList {
  readonly definition: EntityDefinition;
  readonly mayShowViews?: TableList['mayShowViews'];
}

/**
 * Everybody is told by whoever may share all records of the kind, a team by a member who may share some; of rows of the
 * host it is the host who says.
 */
export function mayShow(user: RequestUser, list: ViewedList, { audience, teamId }: Shown): boolean {
  if (audience === 'own' || user.isAdmin) return true;
  const { entity } = list.definition;
  if (list.mayShowViews)
    return (
      list.mayShowViews(user, audience) &&
      (audience === 'all' || (teamId !== null && user.teamIds.includes(teamId)))
    );
  const levels = levelsOf(user, entity, 'share');
  if (levels.has('all')) return true;
  return audience === 'team' && levels.size > 0 && teamId !== null && user.teamIds.includes(teamId);
}

/** @throws CrmRejection CRM_FORBIDDEN */
export function assertMayShow(user: RequestUser, list: ViewedList, content: Shown): void {
  if (mayShow(user, list, content)) return;
  const { entity } = list.definition;
  throw new CrmRejection(
    'CRM_FORBIDDEN',
    content.audience === 'all'
      ? `Expected the right to share all records of '${entity}' for a view that everybody sees.`
      : `Expected a team of yours and the right to share records of '${entity}' for a view of a team.`,
    { entity, action: 'share' },
  );
}

/**
 * The view must work for whoever saves it: its fields exist and are open to him.
 * @throws CrmRejection CRM_FIELDS_INVALID, CRM_FILTER_INVALID
 */
export function assertContent(user: RequestUser, definition: EntityDefinition, content: ViewContent): void {
  const known = definitionFor(definition, { user });
  const problems: FieldRefusal[] = [];
  if (content.name.trim() === '')
    problems.push({ path: 'name', code: 'required', message: 'A view needs a name.' });
  if ((content.audience === 'team') !== (content.teamId !== null))
    problems.push({ path: 'teamId', code: 'required', message: 'Choose the team that sees the view.' });
  for (const key of content.columns)
    if (!fieldOf(known, key))
      problems.push({
        path: 'columns',
        code: 'unknown',
        message: `'${definition.entity}' has no field '${key}' for you.`,
      });
  problems.push(...settingProblems(known, content));
  if (problems.length > 0) throw fieldsInvalid(problems);
  if (content.filter)
    filterSql(content.filter, { definition: known, alias: 'r', parameters: new SqlParameters(), user });
  if (content.sort) parseSort(content.sort, known);
  if (content.group) parseGrouping(content.group, known, user.timeZone);
}

function settingProblems(definition: EntityDefinition, { kind, settings }: ViewContent): FieldRefusal[] {
  const problems: FieldRefusal[] = [];
  const check = (
    key: string | undefined,
    isFit: (field: FieldDefinition) => boolean,
    [code, message]: readonly [FieldProblemCode, string],
  ): void => {
    const field = key === undefined ? null : fieldOf(definition, key);
    if (!field || !isFit(field)) problems.push({ path: 'settings', code, message });
  };
  if (kind === 'kanban')
    check(
      settings.columnField,
      (field) =>
        field.type === 'select' || (definition.readSql !== undefined && field.type === 'multiSelect'),
      ['boardColumns', 'A board needs a choice for its columns.'],
    );
  if (kind === 'kanban' && settings.sumField !== undefined)
    check(settings.sumField, (field) => field.storage === 'float8', ['boardSums', 'A board sums a number.']);
  if (kind === 'calendar')
    check(settings.dateField, (field) => field.type === 'date' || field.type === 'dateTime', [
      'calendarDate',
      'A calendar needs a date.',
    ]);
  return problems;
}

export function mayList(user: RequestUser, { definition }: ViewedList): boolean {
  return definition.readSql !== undefined || levelsOf(user, definition.entity, 'read').size > 0;
}

export function viewNotFound(id: string): CrmRejection {
  return new CrmRejection('CRM_VIEW_NOT_FOUND', `Expected view '${id}' to exist and to be shown to you.`, {
    id,
  });
}
