/** Starting by hand, for a record or without one. The record must be one that the starter may read. */
import type { DefinitionView, Variables } from '#engine';
import type { RequestUser } from '#crm';
import type { ApiContext } from '../context.ts';
import { ApiProblem } from '../errors/problems.ts';
import { assertProcessRight } from '../rights/process-rights.ts';
import { assertStartForm } from '../task-forms/assert-form-rules.ts';
import { engineOptions } from './engine-options.ts';

export async function startProcess(
  context: ApiContext,
  user: RequestUser,
  request: {
    readonly processKey: string;
    readonly variables: Record<string, unknown>;
    /** Which of several plain start events. */
    readonly startElementId?: string | undefined;
    readonly record?: { readonly entity: string; readonly id: string };
    readonly key: string | undefined;
    /** Started for many at once, where nobody fills in a form. */
    readonly isOneOfMany?: true;
  },
): Promise<{ instanceId: string }> {
  assertProcessRight(user, 'start', request.processKey);
  const definition = await context.engine.views.latestDefinition(request.processKey);
  if (!definition) throw new ApiProblem('API_NOT_FOUND');
  if (!definition.manualStart)
    throw new ApiProblem('API_FIELDS_INVALID', { detail: 'People do not start this process by hand.' });
  const values = request.variables as Variables;
  if (!request.isOneOfMany)
    assertStartForm(definition.manualStart, { values, startElementId: request.startElementId });
  const subject = request.record ? await subjectVariable(context, user, definition, request.record) : {};
  return context.engine.startInstance(
    {
      processKey: request.processKey,
      ...startAt(definition.manualStart, request.startElementId),
      variables: { ...values, ...subject },
    },
    engineOptions(user, request.key),
  );
}

/** Where it begins; the engine names the choices where none was made. @throws ApiProblem API_FIELDS_INVALID for what a person may not choose */
export function startAt(
  { elementId, choices }: NonNullable<DefinitionView['manualStart']>,
  chosen: string | undefined,
  path = 'startElementId',
): { readonly startElementId?: string } {
  if (chosen === undefined || chosen === elementId)
    return elementId === null ? {} : { startElementId: elementId };
  if (choices.some((choice) => choice.elementId === chosen)) return { startElementId: chosen };
  const named = choices.map((choice) => choice.elementId).join(', ');
  throw new ApiProblem('API_FIELDS_INVALID', {
    fields: [
      {
        path,
        code: 'unknownStart',
        message: `People may start here: ${named || 'at the one start event'}.`,
      },
    ],
  });
}

async function subjectVariable(
  context: ApiContext,
  user: RequestUser,
  { subject }: DefinitionView,
  record: { readonly entity: string; readonly id: string },
): Promise<Variables> {
  if (subject?.entity !== record.entity || !context.entities.has(record.entity))
    throw new ApiProblem('API_FIELDS_INVALID', {
      fields: [
        { path: 'record', code: 'otherSubject', message: `This process is not about a '${record.entity}'.` },
      ],
    });
  if (!(await context.crm.records.canRead({ user }, record))) throw new ApiProblem('API_NOT_FOUND');
  return { [subject.variable]: { $record: record.entity, id: record.id } };
}
