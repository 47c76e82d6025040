/** Who would get a task today, for the designer's properties panel. */
import type { Person } from '#contract';
import { CrmFailure, type ExecutorRequest, type ResolvedExecutors } from '#crm';
import { ASSIGNMENT_KINDS } from '#moddle';
import type { RequestUser } from '#crm';
import type { ApiContext } from '../context.ts';
import { ApiProblem } from '../errors/problems.ts';
import { readNames } from './read-names.ts';

interface Preview {
  assignee: Person | null;
  pool: Person[];
  explanation: string;
}

const TEXTS = {
  en: {
    dependsOnRecord: 'Whoever owns the record of the instance.',
    dependsOnExpression: 'Whom the expression names when the task begins.',
    standsIn: (name: string) => `Stands in for ${name}.`,
    one: 'Gets the task.',
    pool: 'One of the pool takes the task.',
  },
  ru: {
    dependsOnRecord: 'Ответственный за запись экземпляра.',
    dependsOnExpression: 'Кого назовёт выражение, когда начнётся задача.',
    standsIn: (name: string) => `Замещает: ${name}.`,
    one: 'Получит задачу.',
    pool: 'Задачу возьмёт один из группы.',
  },
} as const;

export async function previewExecutor(
  context: ApiContext,
  user: RequestUser,
  request: { readonly kind: string; readonly value: string | null },
): Promise<Preview> {
  const texts = TEXTS[user.locale];
  const kind = ASSIGNMENT_KINDS.find((candidate) => candidate === request.kind);
  if (!kind)
    throw new ApiProblem('API_FIELDS_INVALID', {
      fields: [
        { path: 'kind', code: 'notChoice', message: `There is no executor of the kind '${request.kind}'.` },
      ],
    });
  const nobody = { assignee: null, pool: [] };
  if (kind === 'recordOwner') return { ...nobody, explanation: texts.dependsOnRecord };
  if (kind === 'expression') return { ...nobody, explanation: texts.dependsOnExpression };
  const asked = { kind, value: request.value, record: null, initiator: user.id, at: context.clock.now() };
  const found = await resolved(context, asked);
  if (typeof found === 'string') return { ...nobody, explanation: found };
  return described(context, user, found);
}

async function described(context: ApiContext, user: RequestUser, found: ResolvedExecutors): Promise<Preview> {
  const texts = TEXTS[user.locale];
  const [names, pool] = await Promise.all([
    readNames(context, user, { people: [found.assignee, found.substituteFor] }),
    context.crm.organisation.membersOf(found.candidateGroups),
  ]);
  const absent = names.person(found.substituteFor);
  const taken = absent ? texts.standsIn(absent.name) : texts.one;
  return {
    assignee: names.person(found.assignee),
    pool: pool.map(({ id, name }) => ({ id, name })),
    explanation: found.assignee ? taken : texts.pool,
  };
}

/** The sentence of the CRM when nobody can be found: the designer shows it beside the field. */
async function resolved(context: ApiContext, request: ExecutorRequest): Promise<ResolvedExecutors | string> {
  try {
    return await context.crm.organisation.resolveExecutors(request);
  } catch (error) {
    if (error instanceof CrmFailure) return error.message;
    throw error;
  }
}
