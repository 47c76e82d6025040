/**
 * A record's timeline with the processes and steps in the reader's language: the CRM keeps what they were called in
 * the diagram, so that history stays readable when a process is gone.
 */
import type { TimelineItem } from '#contract';
import type { RequestUser } from '#crm';
import type { DefinitionView } from '#engine';
import { definitionsOfInstances } from '../adapters/engine-ports/engine-reads.ts';
import type { ApiContext } from '../context.ts';
import { resultWords } from './call-results.ts';
import { elementName, processName } from './definition-names.ts';

type Timeline = ApiContext['crm']['timeline'];
type Page = Awaited<ReturnType<Timeline['read']>>;

export async function readTimeline(
  context: ApiContext,
  user: RequestUser,
  request: Parameters<Timeline['read']>[1],
): Promise<{ items: TimelineItem[]; nextCursor: string | null }> {
  const { items, nextCursor } = await context.crm.timeline.read({ user }, request);
  const instanceIds = items.flatMap(({ instance }) => instance?.id ?? []);
  const versions = await definitionsOfInstances(context.pool, instanceIds);
  const definitions = await context.definitions.findAll(versions.values());
  return {
    items: items.map((item) => {
      const definition = definitions.get(versions.get(item.instance?.id ?? '') ?? '') ?? null;
      return definition ? translated(item, definition, user.locale) : item;
    }),
    nextCursor,
  };
}

function translated(
  item: Page['items'][number],
  definition: DefinitionView,
  locale: RequestUser['locale'],
): TimelineItem {
  const { instance, actor } = item;
  if (!instance) return item;
  const name = processName(definition, instance.processName, locale);
  const step = elementName(definition, instance.elementId, locale) ?? instance.elementName;
  return {
    ...item,
    actor: {
      ...actor,
      name: actor.kind === 'process' && actor.name === instance.processName ? name : actor.name,
    },
    instance: { id: instance.id, processName: name, elementName: step },
    changes: item.changes.map((change) => withResultWords(item, change, { definition, locale })),
    text: textOf(item, definition, locale),
  };
}

type Change = Page['items'][number]['changes'][number];

/** The result of a call is kept by its code; people read what they chose. */
function withResultWords(
  { kind, instance }: Page['items'][number],
  change: Change,
  { definition, locale }: { readonly definition: DefinitionView; readonly locale: RequestUser['locale'] },
): Change {
  if (kind !== 'activity' || change.field !== 'outcome') return change;
  const words = (code: unknown): unknown =>
    resultWords(definition, { elementId: instance?.elementId ?? null, code, locale });
  return { ...change, from: words(change.from), to: words(change.to) };
}

/** The name of the step is said already; a result has its own words. Anything else was written by somebody. */
function textOf(
  { instance, text }: Page['items'][number],
  definition: DefinitionView,
  locale: RequestUser['locale'],
): string | null {
  if (text === null || text === instance?.elementName) return null;
  const element = definition.elements.find((candidate) => candidate.id === instance?.elementId);
  const outcome = element?.outcomes.find((candidate) => candidate.label === text);
  return outcome ? (outcome.labels[locale] ?? text) : text;
}
