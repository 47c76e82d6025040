/** The process library: what is published and what is only drawn, by the reader's rights on each key. */
import type { DefinitionDetail, DefinitionSummary, ProcessListItem } from '#contract';
import type { DefinitionSummary as EngineSummary, DefinitionView } from '#engine';
import type { RequestUser } from '#crm';
import type { ApiContext } from '../context.ts';
import type { ProcessDraftHead } from '../drafts/process-drafts.ts';
import { hasProcessRight, keysWithAny, processRights } from '../rights/process-rights.ts';
import { descriptionOf, processName } from './definition-names.ts';
import { readNames } from './read-names.ts';
import type { Names } from './names.ts';

type Published = Awaited<ReturnType<ApiContext['engine']['views']['definitions']>>[number];

export async function readProcessLibrary(context: ApiContext, user: RequestUser): Promise<ProcessListItem[]> {
  const keys = keysWithAny(user, ['draw', 'publish', 'start', 'watch', 'intervene', 'migrate']);
  const [published, drafts] = await Promise.all([
    context.engine.views.definitions({ keys }),
    context.processDrafts.list(),
  ]);
  const drawn = drafts.filter((draft) => mayDraw(user, draft.processKey));
  const definitions = await context.definitions.findAll(published.map((definition) => definition.id));
  const names = await readNames(context, user, {
    people: [...published.map((definition) => definition.deployedBy), ...drawn.map((draft) => draft.savedBy)],
  });
  const draftOf = new Map(drawn.map((draft) => [draft.processKey, draft]));
  const items = published.map((latest) =>
    libraryItem({
      latest,
      definition: definitions.get(latest.id) ?? null,
      draft: draftOf.get(latest.processKey) ?? null,
      user,
      names,
    }),
  );
  const unpublished = drawn
    .filter((draft) => !published.some((definition) => definition.processKey === draft.processKey))
    .map((draft) => libraryItem({ latest: null, definition: null, draft, user, names }));
  return [...items, ...unpublished].toSorted((a, b) => a.name.localeCompare(b.name, user.locale));
}

interface LibraryFacts {
  readonly latest: Published | null;
  readonly definition: DefinitionView | null;
  readonly draft: ProcessDraftHead | null;
  readonly user: RequestUser;
  readonly names: Names;
}

function libraryItem({ latest, definition, draft, user, names }: LibraryFacts): ProcessListItem {
  const processKey = latest?.processKey ?? draft?.processKey ?? '';
  return {
    processKey,
    name: processName(definition, latest?.name ?? draft?.name ?? processKey, user.locale),
    description: descriptionOf(definition, user.locale),
    latest: latest && definitionSummary(latest, latest.running, { definition, names, locale: user.locale }),
    running: latest?.running ?? 0,
    incidents: latest?.incidents ?? 0,
    draft: draft && { savedAt: draft.savedAt, savedBy: names.person(draft.savedBy) },
    rights: processRights(user, processKey),
    manualStart: definition?.manualStart != null,
    subject: definition?.subject?.entity ?? null,
  };
}

interface SummaryReader {
  /** The version itself, for its name in the reader's language. */
  readonly definition: DefinitionView | null;
  readonly names: Names;
  readonly locale: string;
}

/** Versions of one process or of several, with who published them. */
export async function definitionSummaries(
  context: ApiContext,
  user: RequestUser,
  summaries: readonly (EngineSummary & { readonly running: number })[],
): Promise<DefinitionSummary[]> {
  const [names, definitions] = await Promise.all([
    readNames(context, user, { people: summaries.map((summary) => summary.deployedBy) }),
    context.definitions.findAll(summaries.map((summary) => summary.id)),
  ]);
  return summaries.map((summary) => {
    const definition = definitions.get(summary.id) ?? null;
    return definitionSummary(summary, summary.running, { definition, names, locale: user.locale });
  });
}

function definitionSummary(
  summary: EngineSummary,
  running: number,
  { definition, names, locale }: SummaryReader,
): DefinitionSummary {
  const { id, processKey, version, deployedAt, reason } = summary;
  return {
    id,
    processKey,
    version,
    name: processName(definition, summary.name, locale),
    deployedAt,
    deployedBy: names.person(summary.deployedBy),
    reason,
    running,
  };
}

export async function definitionDetail(
  context: ApiContext,
  user: RequestUser,
  definition: DefinitionView,
): Promise<DefinitionDetail> {
  const [names, versions] = await Promise.all([
    readNames(context, user, { people: [definition.deployedBy] }),
    context.engine.views.versions(definition.processKey),
  ]);
  const running = versions.find((version) => version.id === definition.id)?.running ?? 0;
  return {
    ...definitionSummary(definition, running, { definition, names, locale: user.locale }),
    xml: definition.xml,
    description: descriptionOf(definition, user.locale),
    elements: definition.elements.map(({ id, type, name, parentId, laneName, translations }) => ({
      id,
      type,
      name,
      parentId,
      laneName,
      translations: { ...translations },
    })),
    manualStartForm: definition.manualStart?.form ?? null,
    manualStarts: (definition.manualStart?.choices ?? []).map(({ elementId, name, translations, form }) => ({
      id: elementId,
      name: translations[user.locale] ?? name ?? elementId,
      form,
    })),
    rights: processRights(user, definition.processKey),
  };
}

/** A drawing is for those who draw or publish that process. */
function mayDraw(user: RequestUser, processKey: string): boolean {
  return hasProcessRight(user, 'draw', processKey) || hasProcessRight(user, 'publish', processKey);
}
