/** Which running instances work on a record, named as the CRM tells of them: in both languages. */
import type { CrmProcessAtWork, CrmProcesses } from '#crm';
import type { DefinitionView } from '#engine';
import type { Definitions } from '../../presenters/definitions.ts';
import { elementName, processName } from '../../presenters/definition-names.ts';

/** The step is one at which a person's task waits, else the one that waits longest. Index: record_link_of_record. */
const AT_WORK = `
  select i.id as "instanceId", i.process_key as "processKey", i.definition_id as "definitionId",
    step.element_id as "elementId"
  from (select distinct instance_id from engine.record_link where entity = $1 and record_id = $2) link
  join engine.process_instance i on i.id = link.instance_id and i.status = 'active' and i.process_key = any($3)
  left join lateral (
    select k.element_id from engine.token k
    left join engine.user_task t
      on t.root_instance_id = k.root_instance_id and t.token_id = k.id and t.state in ('planned', 'ready')
    where k.root_instance_id = i.root_instance_id and k.instance_id = i.id and k.state = 'waiting'
      and not exists (
        select from engine.scope s where s.root_instance_id = k.root_instance_id and s.token_id = k.id)
    order by t.id is null, k.entered_at limit 1) step on true
  order by i.id`;

interface Row {
  readonly instanceId: string;
  readonly processKey: string;
  readonly definitionId: string;
  readonly elementId: string | null;
}

/** `definitions` is asked for when somebody moves a record: it is made after the CRM. */
export function readProcessesAtWork(definitions: () => Definitions): CrmProcesses['atWork'] {
  return async ({ record, processKeys }, reader) => {
    const { rows } = await reader.query<Row>(AT_WORK, [record.$record, record.id, [...processKeys]]);
    if (rows.length === 0) return [];
    const views = await definitions().findAll(rows.map(({ definitionId }) => definitionId));
    return rows.map((row) => named(row, views.get(row.definitionId)));
  };
}

function named(
  { instanceId, processKey, elementId }: Row,
  definition: DefinitionView | undefined,
): CrmProcessAtWork {
  const drawn = definition?.name ?? processKey;
  const step = (locale: string): string | null => elementName(definition, elementId, locale);
  const [en, ru] = [step('en'), step('ru')];
  return {
    instanceId,
    processKey,
    processName: { en: processName(definition, drawn, 'en'), ru: processName(definition, drawn, 'ru') },
    step: en === null ? null : { en, ru: ru ?? en },
  };
}
