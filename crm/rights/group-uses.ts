/** What still belongs to a team or territory that is to be deleted, in words of the user: which kinds, and how many. */
import type { Queryable } from '../database/transaction.ts';
import { entities } from '../entities/entity-table.ts';
import type { LocalizedText } from '../entities/entity-types.ts';
import { CrmRejection } from '../errors.ts';

export interface GroupUse {
  readonly label: LocalizedText;
  readonly count: number;
  /** Of them deleted; they come back with their team or territory. */
  readonly inBin: number;
}

interface Group {
  readonly kind: 'team' | 'territory';
  readonly id: string;
  /** Of the tables that point to such a group. */
  readonly column: string;
}

interface Pointer {
  readonly table: string;
  readonly hasBin: boolean;
}

/** Members and shares go with the group; the search keeps rows of its own about the same records. */
const SELECT_POINTERS = `
  select format('%I.%I', c.table_schema, c.table_name) as "table",
    exists (select from information_schema.columns d
      where d.table_schema = c.table_schema and d.table_name = c.table_name
        and d.column_name = 'deleted_at') as "hasBin"
  from information_schema.columns c
  where c.table_schema = 'crm' and c.column_name = $1
    and c.table_name not in ('team_member', 'user_territory', 'record_share', 'search_doc', 'search_source')
  order by c.table_name`;

const COUNT_BELOW = `
  select count(*)::int as count, 0 as "inBin" from crm.territory where parent_id = $1 and deleted_at is null`;

const OTHER_WORDS: Readonly<Record<string, LocalizedText>> = {
  'crm.record': { en: 'Records of own kinds', ru: 'Записи своих видов' },
  'crm.saved_view': { en: 'Saved views', ru: 'Сохранённые представления' },
};
const BELOW: LocalizedText = { en: 'Territories in it', ru: 'Территории внутри' };

/** @throws CrmRejection CRM_GROUP_IN_USE (details: `uses`) */
export async function assertGroupUnused(client: Queryable, group: Group): Promise<void> {
  const uses = await usesOfGroup(client, group);
  if (uses.length === 0) return;
  const named = uses.map(({ label, count }) => `${label.en}: ${count}`).join('; ');
  throw new CrmRejection(
    'CRM_GROUP_IN_USE',
    `Expected nothing to belong to ${group.kind} '${group.id}' any more, but something does: ${named}.`,
    { id: group.id, uses },
  );
}

async function usesOfGroup(client: Queryable, { kind, id, column }: Group): Promise<readonly GroupUse[]> {
  const uses: GroupUse[] = [];
  const add = async (label: LocalizedText, sql: string): Promise<void> => {
    const { rows } = await client.query<{ count: number; inBin: number }>(sql, [id]);
    const [found] = rows;
    if (found && found.count > 0) uses.push({ label, ...found });
  };
  const { rows } = await client.query<Pointer>(SELECT_POINTERS, [column]);
  for (const { table, hasBin } of rows) {
    const inBin = hasBin ? 'count(*) filter (where deleted_at is not null)::int' : '0';
    await add(
      wordsOf(table),
      `select count(*)::int as count, ${inBin} as "inBin" from ${table} where ${column} = $1`,
    );
  }
  if (kind === 'territory') await add(BELOW, COUNT_BELOW);
  return uses;
}

function wordsOf(table: string): LocalizedText {
  const definition = entities.find((one) => one.table === table);
  return definition?.pluralLabel ?? OTHER_WORDS[table] ?? { en: table, ru: table };
}
