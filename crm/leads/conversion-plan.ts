/** What a conversion would make of a lead, for a page to show and complete before anything is written. */
import type { Queryable } from '../database/transaction.ts';
import type { FieldValues, LocalizedText, OptionLists, Tone } from '../entities/entity-types.ts';
import { entityOf } from '../entities/registry.ts';
import { entryWords, readEntryFacts } from '../pipelines/enter-stage.ts';
import { type MissingCondition, missingConditions } from '../pipelines/entry-rule.ts';
import { readPipelines, readStages, type Stage } from '../pipelines/stage-rows.ts';
import { fieldLevelOf } from '../rights/field-levels.ts';
import type { RequestUser } from '../rights/request-user.ts';
import { fieldsFromLead, type MadeEntity } from './conversion-fields.ts';

export interface PlannedPipeline {
  readonly code: string;
  readonly label: LocalizedText;
  readonly isDefault: boolean;
  readonly stages: readonly {
    readonly code: string;
    readonly label: LocalizedText;
    readonly tone: Tone;
    readonly baseStatus: Stage['baseStatus'];
    /** What the deal still needs to begin there, beyond what the lead knows. */
    readonly missing: readonly MissingCondition[];
  }[];
}

export interface ConversionPlan {
  readonly account: FieldValues;
  readonly contact: FieldValues;
  readonly deal: FieldValues;
  /** Where the deal may begin; those of the asker's teams. */
  readonly pipelines: readonly PlannedPipeline[];
}

interface PlanReader {
  readonly user: RequestUser;
  readonly byProcess?: boolean;
}

/** The known fields of one made record, but for those that the reader may not write himself. */
export function plannedFields(
  lead: FieldValues,
  made: MadeEntity,
  { lists, reader }: { readonly lists: OptionLists; readonly reader: PlanReader },
): FieldValues {
  const to = entityOf(made);
  const fields = fieldsFromLead(lead, made, { from: entityOf('lead'), to, lists });
  if (reader.byProcess) return fields;
  return Object.fromEntries(
    Object.entries(fields).filter(([key]) => fieldLevelOf(reader.user, to, key) === 'edit'),
  );
}

/** Stands for a deal that is not there yet: it has no contacts, lines or activities. */
const NO_RECORD = '00000000-0000-0000-0000-000000000000';

/** @param deal what the deal would have */
export async function plannedPipelines(
  reader: Queryable,
  {
    deal,
    lists,
    user,
  }: { readonly deal: FieldValues; readonly lists: OptionLists; readonly user: RequestUser },
): Promise<PlannedPipeline[]> {
  const stages = (await readStages(reader, 'deal')).filter((stage) => stage.active);
  const rule = { all: stages.flatMap((stage) => stage.entryRule.all) };
  const facts = await readEntryFacts(reader, { entity: 'deal', id: NO_RECORD, fields: deal, rule });
  const words = entryWords({ lists }, entityOf('deal').fields);
  const open = (await readPipelines(reader, 'deal')).filter(
    ({ active, teamIds }) =>
      active && (teamIds.length === 0 || user.isAdmin || teamIds.some((team) => user.teamIds.includes(team))),
  );
  return open.map(({ code, label, isDefault }) => ({
    ...{ code, label, isDefault },
    stages: stages
      .filter((stage) => stage.pipeline === code)
      .map((stage) => ({
        ...{ code: stage.code, label: stage.label, tone: stage.tone, baseStatus: stage.baseStatus },
        missing: missingConditions(stage.entryRule, facts, words),
      })),
  }));
}
