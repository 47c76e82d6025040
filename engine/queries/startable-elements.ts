/** What people may begin in the open ad-hoc subprocesses of an instance. Index: scope_of_root. */
import type { EngineViews, StartableElement } from '../engine.ts';
import type { Database } from '../store/postgres/connection.ts';
import { isUuid } from '../store/postgres/encode.ts';
import type { DefinitionLookup } from '../store/store-port.ts';

const SCOPES = `select s.id, s.element_id as "elementId", s.live, i.definition_id as "definitionId",
    coalesce((s.memo -> '#adHoc' ->> 'isClosing')::boolean, true) as "isClosing"
  from engine.process_instance i join engine.scope s on s.root_instance_id = i.root_instance_id and s.instance_id = i.id
  where i.id = $1 and i.status = 'active' and s.memo ? '#adHoc' order by s.id`;

interface OpenScope {
  readonly id: string;
  readonly elementId: string;
  readonly live: number;
  readonly definitionId: string;
  readonly isClosing: boolean;
}

export function startableView({ pool }: Database, definitions: DefinitionLookup): EngineViews['startable'] {
  return async (instanceId) => {
    if (!isUuid(instanceId)) return [];
    const { rows } = await pool.query<OpenScope>(SCOPES, [instanceId]);
    const found = await Promise.all(rows.map((scope) => startableIn(scope, definitions)));
    return found.flat();
  };
}

async function startableIn(
  { id, elementId, live, definitionId, isClosing }: OpenScope,
  definitions: DefinitionLookup,
): Promise<readonly StartableElement[]> {
  const model = (await definitions.get(definitionId))?.definition.model;
  const adHoc = model?.elements.get(elementId);
  if (!model || !adHoc || !('startable' in adHoc)) return [];
  if (isClosing || (adHoc.sequential && live > 0)) return [];
  return adHoc.startable.map((startableId) => ({
    scopeId: id,
    elementId: startableId,
    name: model.elements.get(startableId)?.name ?? null,
    translations: model.elements.get(startableId)?.translations ?? {},
    adHocId: adHoc.id,
    adHocName: adHoc.name,
  }));
}
