/**
 * What stands against a refused call, as the server's details name it, in the language on screen. Each code here has a
 * sentence `told.<code>` that takes these values; of other codes, and of details of another shape, nothing is told.
 */
import i18next from 'i18next';
import { z } from 'zod';

type RefusalFacts = Readonly<Record<string, string | number>>;

const localized = z.object({ en: z.string(), ru: z.string() });
type Localized = z.infer<typeof localized>;

const count = z.number().int();
const version = z.object({ name: z.string(), version: count });
const named = z.array(version);
const labelled = z.array(z.object({ label: localized, count, inBin: count.default(0) }));

const READERS: Readonly<Record<string, (details: unknown) => RefusalFacts | null>> = {
  CRM_STAGE_BLOCKED: reader(
    z.object({ label: localized, missing: z.array(z.object({ text: localized })).min(1) }),
    ({ label, missing }) => ({ stage: shown(label), facts: listed(missing.map(({ text }) => shown(text))) }),
  ),
  CRM_STAGE_IN_USE: reader(z.object({ stages: labelled.min(1) }), ({ stages }) => ({
    facts: counted(stages),
  })),
  CRM_GROUP_IN_USE: reader(z.object({ uses: labelled.min(1) }), ({ uses }) => ({ facts: counted(uses) })),
  CRM_FIELD_IN_USE: reader(z.object({ versions: named.min(1) }), ({ versions }) => ({
    facts: listed(versions.map(versionName)),
  })),
  CRM_KIND_IN_USE: reader(
    z.object({ versions: named, fields: z.array(z.object({ kind: localized, label: localized })) }),
    ({ versions, fields }) => ({
      facts: listed([
        ...versions.map(versionName),
        ...fields.map(({ kind, label }) => `${shown(kind)}: ${shown(label)}`),
      ]),
    }),
  ),
  CRM_EXPORT_LIMIT: reader(z.object({ limit: count, left: count }), (limits) => limits),
  CRM_CONVERSION_REFUSED: reader(
    z.object({ reasons: z.array(z.object({ text: localized })).min(1) }),
    ({ reasons }) => ({ facts: listed(reasons.map(({ text }) => shown(text))) }),
  ),
  CRM_ERASURE_BLOCKED: reader(
    z.object({ blockers: z.array(z.object({ title: z.string() })).min(1) }),
    ({ blockers }) => ({ facts: listed(blockers.map(({ title }) => title)) }),
  ),
};

/** The values of the sentence `errors:told.<code>`; null when the details tell nothing that its code does not. */
export function refusalFacts(refused: {
  readonly code: string;
  readonly details?: unknown;
}): RefusalFacts | null {
  return READERS[refused.code]?.(refused.details) ?? null;
}

const held = z.object({ missing: z.array(z.object({ instanceId: z.string().optional() })) });

/** The instance that has to go on before what was refused can be done; null when there is none. */
export function refusingInstance(refused: {
  readonly code: string;
  readonly details?: unknown;
}): string | null {
  const parsed = held.safeParse(refused.code === 'CRM_STAGE_BLOCKED' ? refused.details : null);
  return parsed.data?.missing.find(({ instanceId }) => instanceId !== undefined)?.instanceId ?? null;
}

function reader<T>(
  schema: z.ZodType<T>,
  factsOf: (details: T) => RefusalFacts,
): (details: unknown) => RefusalFacts | null {
  return (details) => {
    const parsed = schema.safeParse(details);
    return parsed.success ? factsOf(parsed.data) : null;
  };
}

function shown(text: Localized): string {
  return i18next.language === 'ru' ? text.ru : text.en;
}

function counted(uses: z.infer<typeof labelled>): string {
  return listed(
    uses.map(({ label, count: all, inBin }) => {
      const said = `${shown(label)}: ${all}`;
      return inBin === 0 ? said : `${said} (${String(i18next.t('errors:inBin', { count: inBin }))})`;
    }),
  );
}

function versionName({ name, version: number }: z.infer<typeof version>): string {
  return `${name} v${number}`;
}

function listed(parts: readonly string[]): string {
  return parts.join('; ');
}
