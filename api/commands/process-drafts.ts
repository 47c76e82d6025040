/** Drawing: opening, saving and making drafts. A draft never has to be right; what is wrong with it travels along. */
import type { Draft, Finding } from '#contract';
import { v7 as uuid } from 'uuid';
import type { RequestUser } from '#crm';
import type { ApiContext } from '../context.ts';
import type { NewDraft, ProcessDraft } from '../drafts/process-drafts.ts';
import { emptyDiagram, readProcessHead } from '../drafts/process-diagram.ts';
import { fieldRefused } from '../errors/field-codes.ts';
import { ApiProblem } from '../errors/problems.ts';
import { readNames } from '../presenters/read-names.ts';
import { assertProcessRight } from '../rights/process-rights.ts';
import { idempotently } from './idempotently.ts';

/** The draft; made from the latest version when there is none. */
export async function openDraft(context: ApiContext, user: RequestUser, processKey: string): Promise<Draft> {
  assertProcessRight(user, 'draw', processKey);
  const found = await context.processDrafts.find(processKey);
  if (found) return draftAnswer(context, user, found);
  const latest = await context.engine.views.latestDefinition(processKey);
  if (!latest) throw new ApiProblem('API_NOT_FOUND');
  // Nothing is stored by looking: the first save makes the row.
  return draftAnswer(context, user, {
    processKey,
    name: latest.name,
    xml: latest.xml,
    revision: 0,
    basedOnVersion: latest.version,
    savedAt: latest.deployedAt,
    savedBy: latest.deployedBy ?? '',
    createdBy: latest.deployedBy ?? '',
  });
}

export async function saveDraft(
  context: ApiContext,
  user: RequestUser,
  request: { readonly processKey: string; readonly xml: string; readonly revision: number },
): Promise<Draft> {
  const { processKey, xml, revision } = request;
  assertProcessRight(user, 'draw', processKey);
  const head = await readProcessHead(xml, processKey);
  if (head.processKey !== processKey)
    throw fieldRefused({
      path: 'xml',
      code: 'diagramOfOther',
      message: `The diagram has no process with the id '${processKey}'.`,
    });
  const saved =
    revision === 0
      ? await firstSave(context, user, { processKey, xml, name: head.name })
      : await context.processDrafts.save({ processKey, name: head.name, xml, revision, savedBy: user.id });
  if (!saved) throw new ApiProblem('API_CONFLICT');
  return draftAnswer(context, user, saved);
}

/** Once per key: its row is kept with the key, and what is looked up for the answer is read outside of their transaction. */
export async function createDraft(
  context: ApiContext,
  user: RequestUser,
  { key, ...request }: { readonly name: string; readonly xml?: string; readonly key: string | undefined },
): Promise<Draft> {
  const drawn = request.xml ?? emptyDiagram(request.name, `process-${uuid().replaceAll('-', '').slice(-12)}`);
  const head = await readProcessHead(drawn, null);
  assertProcessRight(user, 'draw', head.processKey);
  const name = request.xml ? head.name : request.name;
  const draft = await planned(context, user, { processKey: head.processKey, xml: drawn, name });
  const once = { userId: user.id, key, request: { draw: request } };
  const saved = await idempotently(context, once, async (transaction) => {
    const created = await context.processDrafts.create(draft, transaction?.client);
    if (created) return created;
    throw new ApiProblem('API_CONFLICT', {
      detail: `There is a draft of the process '${head.processKey}' already; open it, or throw it away first.`,
    });
  });
  context.announceProcesses();
  return draftAnswer(context, user, saved);
}

type Drawn = Pick<NewDraft, 'processKey' | 'xml' | 'name'>;

async function planned(context: ApiContext, user: RequestUser, drawn: Drawn): Promise<NewDraft> {
  const latest = await context.engine.views.latestDefinition(drawn.processKey);
  return { ...drawn, basedOnVersion: latest?.version ?? null, savedBy: user.id };
}

async function firstSave(context: ApiContext, user: RequestUser, drawn: Drawn): Promise<ProcessDraft | null> {
  const created = await context.processDrafts.create(await planned(context, user, drawn));
  if (created) context.announceProcesses();
  return created;
}

export async function findingsOf(context: ApiContext, xml: string): Promise<Finding[]> {
  const problems = await context.engine.check([{ name: 'diagram.bpmn', content: xml }]);
  return problems.map(({ severity, rule, elementId, message, values }) => ({
    severity,
    rule,
    elementId,
    message,
    ...(values ? { values: { ...values } } : {}),
  }));
}

async function draftAnswer(context: ApiContext, user: RequestUser, draft: ProcessDraft): Promise<Draft> {
  const [findings, names] = await Promise.all([
    findingsOf(context, draft.xml),
    readNames(context, user, { people: [draft.savedBy] }),
  ]);
  const { processKey, name, xml, revision, basedOnVersion, savedAt } = draft;
  return {
    processKey,
    name,
    xml,
    revision,
    basedOnVersion,
    savedAt,
    savedBy: names.person(draft.savedBy),
    findings,
  };
}
