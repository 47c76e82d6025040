/** Comments and questions on instances. Who may watch an instance may speak about it; the asked person answers. */
import type { Comment, routes } from '#contract';
import type { CommentView, CrmTransaction } from '#crm';
import type { RequestUser } from '#crm';
import { idempotently } from '../commands/idempotently.ts';
import type { ApiContext } from '../context.ts';
import { ApiProblem } from '../errors/problems.ts';
import type { RouteHandlers } from '../middleware/mount-routes.ts';
import { elementName, processName } from '../presenters/definition-names.ts';
import { linksOf, titleOf } from '../presenters/names.ts';
import { readNames } from '../presenters/read-names.ts';
import { watchedInstance } from '../rights/instance-access.ts';
import type { DefinitionView, InstanceView } from '#engine';

const SUBJECT = 'process_instance';

type Handlers = Pick<
  RouteHandlers<typeof routes.instances>,
  'listComments' | 'addComment' | 'answerQuestion' | 'myQuestions'
>;

export function commentHandlers(context: ApiContext): Handlers {
  const { crm } = context;
  return {
    listComments: async ({ user, params }) => {
      const instance = await watchedInstance(context, user, params.id);
      const definition = await context.definitions.find(instance.definitionId);
      const comments = await crm.comments.list({ user }, { entity: SUBJECT, id: instance.id });
      return { items: comments.map((comment) => present(comment, definition, user)) };
    },
    addComment: async ({ user, params, body, idempotencyKey }) => {
      const instance = await watchedInstance(context, user, params.id);
      if (body.isQuestion && body.askedOf === undefined)
        throw new ApiProblem('API_FIELDS_INVALID', {
          fields: [
            { path: 'askedOf', code: 'required', message: 'A question is put to somebody: choose a person.' },
          ],
        });
      const definition = await context.definitions.find(instance.definitionId);
      const request = {
        subject: { entity: SUBJECT, id: instance.id },
        body: body.body,
        elementId: body.elementId ?? null,
        askedOf: body.isQuestion ? body.askedOf : null,
      };
      const once = { userId: user.id, key: idempotencyKey, request };
      const added = await idempotently(context, once, (transaction) =>
        crm.comments.add({ user, transaction }, request),
      );
      return present(added, definition, user);
    },
    answerQuestion: async ({ user, params, body, idempotencyKey }) => {
      const once = { userId: user.id, key: idempotencyKey, request: { answer: params.id, body } };
      const answer = (transaction: CrmTransaction | null): Promise<CommentView> =>
        crm.comments.answer({ user, transaction }, { questionId: params.id, body: body.body });
      const answered = await idempotently(context, once, answer);
      const instance = await context.engine.views.instance(answered.subject.id);
      return present(answered, instance && (await context.definitions.find(instance.definitionId)), user);
    },
    myQuestions: async ({ user }) => {
      const questions = await crm.comments.openQuestions({ user });
      return { items: await withTitles(context, user, questions) };
    },
  };
}

function present(comment: CommentView, definition: DefinitionView | null, user: RequestUser): Comment {
  const { subject: _, ...shown } = comment;
  return { ...shown, elementName: elementName(definition, comment.elementId, user.locale) };
}

/** Being asked shows the question and the title of its instance, not the instance. */
async function withTitles(
  context: ApiContext,
  user: RequestUser,
  questions: readonly CommentView[],
): Promise<(Comment & { instanceId: string; instanceTitle: string })[]> {
  const ids = [...new Set(questions.filter(isOnInstance).map((question) => question.subject.id))];
  const instances = new Map<string, InstanceView>();
  for (const id of ids) {
    const instance = await context.engine.views.instance(id);
    if (instance) instances.set(id, instance);
  }
  const definitions = await context.definitions.findAll(
    [...instances.values()].map((one) => one.definitionId),
  );
  const records = [...instances.values()].flatMap((instance) => instance.records);
  const names = await readNames(context, user, {
    records: records.map(({ entity, recordId }) => ({ $record: entity, id: recordId })),
  });
  return questions.flatMap((question) => {
    const instance = instances.get(question.subject.id);
    if (!instance) return [];
    const definition = definitions.get(instance.definitionId) ?? null;
    const { subject } = linksOf(instance.records, definition?.subject?.variable ?? null, names);
    const instanceTitle = titleOf(instance, {
      subject,
      processName: processName(definition, instance.processName, user.locale),
    });
    return [{ ...present(question, definition, user), instanceId: instance.id, instanceTitle }];
  });
}

function isOnInstance(question: CommentView): boolean {
  return question.subject.entity === SUBJECT;
}
