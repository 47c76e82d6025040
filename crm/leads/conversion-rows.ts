/** What a conversion made, what was built upon it since, and taking it back. */
import type { Queryable, Unit } from '../database/transaction.ts';
import type { LocalizedText } from '../entities/entity-types.ts';
import { entityOf } from '../entities/registry.ts';
import type { CrmActor, CrmIds } from '../ports.ts';
import { appendEvents } from '../timeline/append-events.ts';
import type { MadeEntity } from './conversion-fields.ts';

export interface Conversion {
  readonly id: string;
  readonly leadId: string;
  readonly at: string;
  readonly statusBefore: string;
  readonly accountId: string | null;
  readonly contactId: string | null;
  readonly dealId: string | null;
  readonly linkId: string | null;
  readonly made: Readonly<Partial<Record<MadeEntity, number>>>;
  readonly accountBefore: string | null;
  readonly contactBefore: string | null;
}

/** One thing that somebody did with what the conversion made. */
export interface BuiltUpon {
  readonly entity: string;
  readonly id: string;
  readonly text: LocalizedText;
}

const SELECT_CONVERSION = `
  select id, lead_id as "leadId", at, status_before as "statusBefore", account_id as "accountId",
         contact_id as "contactId", deal_id as "dealId", link_id as "linkId", made,
         account_before as "accountBefore", contact_before as "contactBefore"
  from crm.lead_conversion where lead_id = $1 and undone_at is null`;

export async function readConversion(reader: Queryable, leadId: string): Promise<Conversion | null> {
  const { rows } = await reader.query<Omit<Conversion, 'at'> & { at: Date }>(SELECT_CONVERSION, [leadId]);
  const [row] = rows;
  return row ? { ...row, at: row.at.toISOString() } : null;
}

/** Account before contact before deal: the order of locks. */
const MADE: readonly MadeEntity[] = ['account', 'contact', 'deal'];

/** Rows that hang on what was made, but for those that the conversion itself wrote; `$1` is the made record, `$2` the conversion. */
const HANGING: Readonly<Record<MadeEntity, Readonly<Record<string, string>>>> = {
  account: {
    ticket: 'select from crm.ticket x where x.account_id = $1 and x.deleted_at is null',
    deal: 'select from crm.deal x, crm.lead_conversion c where x.account_id = $1 and c.id = $2 and x.id is distinct from c.deal_id and x.deleted_at is null',
    activity: 'select from crm.activity x where x.account_id = $1 and x.deleted_at is null',
    link: 'select from crm.account_contact x, crm.lead_conversion c where x.account_id = $1 and c.id = $2 and x.id is distinct from c.link_id',
    comment: `select from crm.comment x where x.entity = 'account' and x.record_id = $1 and x.deleted_at is null`,
  },
  contact: {
    ticket: 'select from crm.ticket x where x.contact_id = $1 and x.deleted_at is null',
    deal: 'select from crm.deal_contact x, crm.lead_conversion c where x.contact_id = $1 and c.id = $2 and x.deal_id is distinct from c.deal_id',
    activity: 'select from crm.activity x where x.contact_id = $1 and x.deleted_at is null',
    link: 'select from crm.account_contact x, crm.lead_conversion c where x.contact_id = $1 and c.id = $2 and x.id is distinct from c.link_id',
    comment: `select from crm.comment x where x.entity = 'contact' and x.record_id = $1 and x.deleted_at is null`,
  },
  deal: {
    activity: 'select from crm.activity x where x.deal_id = $1 and x.deleted_at is null',
    contact:
      'select from crm.deal_contact x, crm.lead_conversion c where x.deal_id = $1 and c.id = $2 and x.contact_id is distinct from c.contact_id',
    comment: `select from crm.comment x where x.entity = 'deal' and x.record_id = $1 and x.deleted_at is null`,
  },
};

const WORDS: Readonly<Record<string, LocalizedText>> = {
  changed: { en: 'was changed', ru: 'изменено' },
  ticket: { en: 'has tickets', ru: 'есть обращения' },
  deal: { en: 'has other deals', ru: 'есть другие сделки' },
  activity: { en: 'has activities', ru: 'есть действия' },
  link: { en: 'has other links', ru: 'есть другие связи' },
  contact: { en: 'has other contacts', ru: 'есть другие контакты' },
  comment: { en: 'has comments', ru: 'есть комментарии' },
};

/** Everything that somebody did since with what was made; with `lock` nothing more is done until the end. */
export async function builtUpon(
  reader: Queryable,
  conversion: Conversion,
  options: { readonly lock?: boolean } = {},
): Promise<readonly BuiltUpon[]> {
  const found: BuiltUpon[] = [];
  for (const entity of MADE) {
    const version = conversion.made[entity];
    const id = conversion[`${entity}Id`];
    if (version === undefined || id === null) continue;
    const checks = Object.entries(HANGING[entity]).map(([what, sql]) => `'${what}', exists (${sql})`);
    const definition = entityOf(entity);
    const { rows } = await reader.query<{ title: string; version: number; hanging: Record<string, boolean> }>(
      `select ${definition.titleSql('r')} as title, r.version, json_build_object(${checks.join(', ')}) as hanging,
              $2::uuid as conversion
       from ${definition.table} r where r.id = $1 and r.deleted_at is null ${options.lock ? 'for update of r' : ''}`,
      [id, conversion.id],
    );
    const [row] = rows;
    // Gone already: there is nothing to take back of it.
    if (!row) continue;
    const what = [
      ...(row.version === version ? [] : ['changed']),
      ...Object.keys(row.hanging).filter((key) => row.hanging[key]),
    ];
    for (const key of what) found.push({ entity, id, text: sentence(definition.label, row.title, key) });
  }
  return found;
}

function sentence(label: LocalizedText, title: string, key: string): LocalizedText {
  const words = WORDS[key] ?? { en: key, ru: key };
  return { en: `${label.en} “${title}” ${words.en}`, ru: `${label.ru} «${title}»: ${words.ru}` };
}

/**
 * What was made goes to the bin, whoever takes the conversion back: he made it by the same act, so that the right to
 * change the lead is enough.
 */
export async function binMade(
  unit: Unit,
  conversion: Conversion,
  told: { readonly actor: CrmActor; readonly now: Date; readonly ids: CrmIds },
): Promise<void> {
  if (conversion.linkId !== null)
    await unit.client.query('delete from crm.account_contact where id = $1', [conversion.linkId]);
  for (const entity of MADE) {
    const id = conversion[`${entity}Id`];
    if (conversion.made[entity] === undefined || id === null) continue;
    const definition = entityOf(entity);
    const { rows } = await unit.client.query<{ version: number; title: string; account_id: string | null }>(
      `update ${definition.table} r set deleted_at = $2, version = r.version + 1, updated_at = $2,
         updated_by_kind = $3, updated_by = $4
       where r.id = $1 and r.deleted_at is null
       returning r.version, ${definition.titleSql('r')} as title,
         ${definition.accountSql ? definition.accountSql('r') : 'null::uuid'} as account_id`,
      [id, told.now, told.actor.kind, told.actor.id],
    );
    const [row] = rows;
    if (!row) continue;
    await appendEvents(unit.client, [
      {
        id: told.ids.next(),
        occurredAt: told.now,
        actor: told.actor,
        kind: 'record',
        verb: 'deleted',
        entity,
        recordId: id,
        recordVersion: row.version,
        accountId: row.account_id,
        text: row.title,
      },
    ]);
    unit.changed({ entity, recordId: id, change: 'deleted', version: row.version });
  }
}
