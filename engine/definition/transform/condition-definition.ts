/**
 * Conditional event definitions (BPMN 2.0.2 §10.5.5.2): an expression over the variables and their records, or, with
 * `tl:recordEvent`, what happens to records of the CRM.
 */
import {
  readConditionFilter,
  readRecordEvent,
  referenceOf,
  textOf,
  type ModdleElement,
  type RecordEventSettings,
} from '#moddle';
import { isDuration } from '../../expressions/time.ts';
import type { ConditionalDefinition, RecordDefinition } from '../model.ts';
import type { TransformContext } from './context.ts';

export function conditionalFrom(
  definition: ModdleElement,
  context: TransformContext,
): ConditionalDefinition | RecordDefinition | null {
  const settings = readRecordEvent(definition);
  if (settings) return recordEventFrom(settings, context);
  const body = textOf(referenceOf(definition, 'condition'), 'body');
  if (!body) {
    const text = 'The event says neither a condition nor a change of a record.';
    context.report('error', 'missing-event-condition', text);
    return null;
  }
  const condition = context.expression(body);
  return condition && { kind: 'conditional', condition, ...readConditionFilter(definition) };
}

function recordEventFrom(settings: RecordEventSettings, context: TransformContext): RecordDefinition | null {
  const { entity, change, field, after } = settings;
  if (!entity || !change || (change === 'stageEntered' && !field)) {
    const text = 'The record event does not say which change of which record it waits for.';
    context.report('error', 'incomplete-record-event', text);
    return null;
  }
  if (change === 'silent' && (!after || !isDuration(after))) {
    const text = 'The record event does not say how long nothing may happen, e.g. P3D.';
    context.report('error', 'incomplete-record-event', text);
    return null;
  }
  const watched = change === 'stageEntered' ? 'changed' : change;
  return {
    ...settings,
    kind: 'recordEvent',
    entity,
    filter: settings.filter ? context.expression(settings.filter) : null,
    subscriptionName: `${entity}.${watched}`,
    variable: settings.variable ?? entity,
  };
}
