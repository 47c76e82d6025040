/**
 * Versions of processes that use a field of a record and still run: the latest of each process, and every older one
 * with running instances. The diagram is searched for the field's key as a whole word; better to name a version too many
 * than to break one.
 */
import type { ApiContext } from '../context.ts';

export interface FieldUse {
  readonly processKey: string;
  readonly name: string;
  readonly version: number;
}

export function usesOfField(
  context: Pick<ApiContext, 'engine' | 'definitions'>,
  field: { readonly entity: string; readonly key: string },
): Promise<readonly FieldUse[]> {
  const inPath = new RegExp(`\\.${field.key}\\b`);
  const asWord = new RegExp(`\\b${field.key}\\b`);
  return usesInDiagrams(context, ({ access, subject, xml }) => {
    const touches = [...access.reads, ...access.writes, subject?.entity].includes(field.entity);
    return inPath.test(xml) || (touches && asWord.test(xml));
  });
}

/** Versions that begin with, read or write records of a kind. */
export function usesOfKind(
  context: Pick<ApiContext, 'engine' | 'definitions'>,
  entity: string,
): Promise<readonly FieldUse[]> {
  return usesInDiagrams(
    context,
    ({ access, subject, xml }) =>
      [...access.reads, ...access.writes, subject?.entity].includes(entity) ||
      xml.includes(`entity="${entity}"`),
  );
}

/** Versions that plan or measure by a calendar; codes stand in the diagram as they are. */
export function usesOfCalendar(
  context: Pick<ApiContext, 'engine' | 'definitions'>,
  code: string,
): Promise<readonly FieldUse[]> {
  return usesInDiagrams(context, ({ xml }) => xml.includes(`calendar="${code}"`));
}

interface ChoiceOfFields {
  readonly fields: readonly { readonly entity: string; readonly key: string }[];
  readonly code: string;
}

function codeInQuotes(code: string): RegExp {
  const quote = `(?:["']|&#34;|&quot;|&#39;|&apos;)`;
  return new RegExp(`${quote}${code}${quote}`);
}

/** Decisions in force that name a choice and that a running version asks: the code in quotes, as tables have it. */
export async function decisionsOfChoice(
  context: Pick<ApiContext, 'engine' | 'definitions'>,
  { fields, code }: ChoiceOfFields,
): Promise<readonly { readonly name: string; readonly version: number }[]> {
  const asText = codeInQuotes(code);
  const naming = (await context.engine.views.decisionSources()).filter(({ xml }) => asText.test(xml));
  const asked = await Promise.all(
    naming.map(({ key, xml: table }) =>
      usesInDiagrams(context, ({ access, subject, xml }) => {
        const touched = [...access.reads, ...access.writes, subject?.entity];
        const isAbout = fields.some(
          (field) =>
            touched.includes(field.entity) && new RegExp(`\\b${field.key}\\b`).test(`${table}${xml}`),
        );
        return isAbout && xml.includes(`"${key}"`);
      }),
    ),
  );
  return naming.filter((_, at) => (asked[at]?.length ?? 0) > 0);
}

/** Versions that name a choice of one of the fields: its code in quotes, where the field is named, too. */
export function usesOfChoice(
  context: Pick<ApiContext, 'engine' | 'definitions'>,
  choice: ChoiceOfFields,
): Promise<readonly FieldUse[]> {
  const asText = codeInQuotes(choice.code);
  const asWord = choice.fields.map(({ entity, key }) => ({ entity, word: new RegExp(`\\b${key}\\b`) }));
  return usesInDiagrams(context, ({ access, subject, xml }) => {
    if (!asText.test(xml)) return false;
    const touched = [...access.reads, ...access.writes, subject?.entity];
    return asWord.some(({ entity, word }) => touched.includes(entity) && word.test(xml));
  });
}

type Definition = NonNullable<Awaited<ReturnType<ApiContext['definitions']['find']>>>;

/** Versions that still run and hold what is asked for: the latest of each process, and older ones with instances. */
export async function usesInDiagrams(
  { engine, definitions }: Pick<ApiContext, 'engine' | 'definitions'>,
  holds: (definition: Definition) => boolean,
): Promise<readonly FieldUse[]> {
  const uses: FieldUse[] = [];
  for (const latest of await engine.views.definitions({ keys: 'all' })) {
    for (const version of await engine.views.versions(latest.processKey)) {
      if (version.id !== latest.id && version.running === 0) continue;
      const definition = await definitions.find(version.id);
      if (definition && holds(definition))
        uses.push({ processKey: version.processKey, name: version.name, version: version.version });
    }
  }
  return uses;
}
