/** Definitions as cards, maps and forms see them; the graph comes from the compiled cache, counts from the runtime. */
import type { OutcomeSettings } from '#moddle';
import { summaryOf } from '../commands/deploy.ts';
import type { Container, Element, ProcessModel } from '../definition/model.ts';
import type { DefinitionSummary, DefinitionView, ElementView, EngineViews, OutcomeView } from '../engine.ts';
import { plainStartsOf } from '../execution/beginnings.ts';
import type { Database } from '../store/postgres/connection.ts';
import { isUuid } from '../store/postgres/encode.ts';
import type { DefinitionLookup, DefinitionRow } from '../store/store-port.ts';

type ManualStart = NonNullable<DefinitionView['manualStart']>;
type Views = Pick<EngineViews, 'definitions' | 'versions' | 'definition' | 'latestDefinition'>;

interface SummaryRow extends Omit<DefinitionSummary, 'deployedAt'> {
  readonly deployedAt: Date;
  readonly running: number;
  readonly incidents: number;
}

const SUMMARY = `d.id, d.process_key as "processKey", d.version, d.name, d.deployed_at as "deployedAt",
  d.deployed_by as "deployedBy", d.reason`;
const RUNNING = `(select count(*)::int from engine.process_instance i
  where i.definition_id = d.id and i.status = 'active')`;

/** Index: process_instance_running. */
const LATEST = `select ${SUMMARY}, coalesce(r.running, 0)::int as running, coalesce(n.incidents, 0)::int as incidents
  from (select distinct on (process_key) * from engine.process_definition
    where $1::text[] is null or process_key = any ($1) order by process_key, version desc) d
  left join (select v.process_key, count(*) as running from engine.process_instance i
    join engine.process_definition v on v.id = i.definition_id where i.status = 'active' group by 1) r
    on r.process_key = d.process_key
  left join (select i.process_key, count(*) as incidents from engine.incident x
    join engine.process_instance i on i.id = x.instance_id group by 1) n on n.process_key = d.process_key
  order by d.name, d.process_key`;

const VERSIONS = `select ${SUMMARY}, ${RUNNING} as running, 0 as incidents
  from engine.process_definition d where d.process_key = $1 order by d.version desc`;

export function definitionViews({ pool }: Database, definitions: DefinitionLookup): Views {
  const rowsOf = async (text: string, values: readonly unknown[]): Promise<SummaryRow[]> =>
    (await pool.query<SummaryRow>(text, [...values])).rows;
  return {
    async definitions({ keys }) {
      const rows = await rowsOf(LATEST, [keys === 'all' ? null : keys]);
      return rows.map((row) => ({ ...row, deployedAt: row.deployedAt.toISOString() }));
    },
    async versions(processKey) {
      const rows = await rowsOf(VERSIONS, [processKey]);
      return rows.map(({ incidents: _incidents, ...row }) => ({
        ...row,
        deployedAt: row.deployedAt.toISOString(),
      }));
    },
    async definition(id) {
      const found = isUuid(id) ? await definitions.get(id) : null;
      return found && viewOf(found.row, found.definition.model);
    },
    async latestDefinition(processKey) {
      const found = await definitions.latest(processKey);
      return found && viewOf(found.row, found.definition.model);
    },
  };
}

export function viewOf(row: DefinitionRow, model: ProcessModel): DefinitionView {
  return {
    ...summaryOf(row),
    xml: row.xml,
    translations: model.translations,
    description: model.description,
    descriptions: model.descriptions,
    access: model.access,
    subject: model.subject,
    elements: [...model.elements.values()].map(elementView),
    flows: [...model.flows.values()].map(({ id, sourceId, targetId, name }) => ({
      id,
      sourceId,
      targetId,
      name,
    })),
    manualStart: model.manualStart ? manualStartOf(model.root) : null,
  };
}

function manualStartOf(root: Container): ManualStart | null {
  const plain = plainStartsOf(root);
  if (plain.length > 1) {
    const choices = plain.map(({ id, name, translations, form }) => ({
      ...{ elementId: id, name, translations, form },
    }));
    return { elementId: null, form: null, choices };
  }
  if (root.beginnings.length > 0) return { elementId: null, form: null, choices: [] };
  // A process that begins with an event may be begun by hand at that event, when its author allows it.
  const start = root.noneStart ?? root.startEvents[0];
  return start ? { elementId: start.id, form: start.form, choices: [] } : null;
}

function elementView(element: Element): ElementView {
  const { id, bpmnType, name, parentId, laneName, translations } = element;
  // What only some kinds have is asked for by its presence, never by the kind.
  const outcomes = 'outcomes' in element ? (element.outcomes?.values ?? []) : [];
  return {
    id,
    type: bpmnType,
    name,
    parentId,
    laneName,
    assignment: 'assignment' in element && element.assignment ? assignmentOf(element.assignment) : null,
    form: 'form' in element ? element.form : null,
    instruction: 'task' in element ? (element.task?.instruction ?? null) : null,
    instructions: 'task' in element ? (element.task?.instructions ?? {}) : {},
    outcomes: outcomes.map(outcomeView),
    translations,
  };
}

function assignmentOf({ kind, value }: NonNullable<ElementView['assignment']>): ElementView['assignment'] {
  return { kind, value };
}

function outcomeView({ code, label, labels, effect }: OutcomeSettings): OutcomeView {
  return { code, label: label ?? code, labels, effect };
}
