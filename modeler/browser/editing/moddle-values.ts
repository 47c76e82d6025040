/** Values on their way into the moddle tree. */
import type { ModdleElement } from '#moddle';
import type { BusinessObject } from '../canvas/services.ts';

/** The children learn whose they are. */
export function adopt(parent: BusinessObject | null, value: unknown): void {
  if (!parent || !Array.isArray(value)) return;
  for (const child of value as BusinessObject[]) child.$parent = parent;
}

/** Blank values are left out of the file. */
export function present(attributes: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(attributes).filter(([, value]) => value !== null && value !== undefined && value !== ''),
  );
}

export function attributesOf(extension: ModdleElement): Record<string, unknown> {
  const { $descriptor } = extension as ModdleElement & {
    $descriptor: { properties: readonly { name: string }[] };
  };
  return Object.fromEntries(
    $descriptor.properties.map(({ name }) => {
      const local = name.replace(/^tl:/, '');
      return [local, extension.get(local)];
    }),
  );
}

/** Texts by language as attributes of `tl:Translation`; an empty one is none. */
export function textPairs(
  texts: Readonly<Record<string, string | null | undefined>>,
): readonly { readonly lang: string; readonly text: string }[] {
  return Object.entries(texts).flatMap(([lang, text]) => (text ? [{ lang, text }] : []));
}
