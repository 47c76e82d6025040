/**
 * The table of treatments against the attribute lists that the makers of the two namespaces publish: every attribute
 * and element that a diagram can carry has an entry, and the Russian sentence knows every reason.
 */
import camunda from 'camunda-bpmn-moddle/resources/camunda.json' with { type: 'json' };
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };
import { describe, expect, it } from 'vitest';
import { translateFinding } from '#lint';
import { REASONS, TREATMENTS } from '#moddle';

interface Described {
  readonly types: readonly {
    readonly name: string;
    readonly isAbstract?: boolean;
    readonly extends?: readonly string[];
    readonly superClass?: readonly string[];
    readonly properties?: readonly { name: string; isAttr?: boolean; isBody?: boolean; type: string }[];
  }[];
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1);
const lower = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

describe.each([
  ['camunda', camunda as Described],
  ['zeebe', zeebe as Described],
] as const)('every setting of %s has a treatment', (prefix, { types }) => {
  const table = TREATMENTS[prefix];
  const byName = new Map(types.map((type) => [type.name, type]));
  // Elements that the zeebe namespace extends by attributes (binding) are elements of its own.
  const extendsOwn = (type: Described['types'][number]): boolean =>
    (type.extends ?? []).every((name) => name.startsWith(`${prefix}:`)) && (type.extends ?? []).length > 0;
  const propertiesOf = (name: string): readonly { name: string; isAttr?: boolean }[] => {
    const type = byName.get(local(name));
    if (!type) return [];
    return [...(type.properties ?? []), ...(type.superClass ?? []).flatMap(propertiesOf)];
  };

  it('attributes on BPMN elements', () => {
    const attributes = types
      .filter((type) => (type.extends ?? []).length > 0 && !(prefix === 'zeebe' && extendsOwn(type)))
      .flatMap((type) => propertiesOf(type.name))
      .filter((property) => property.isAttr)
      .map((property) => local(property.name));
    expect(attributes.length).toBeGreaterThan(3);
    expect(attributes.filter((name) => !(name in table.attributes))).toEqual([]);
  });

  it('elements and their attributes', () => {
    const elements = types.filter((type) => !type.isAbstract && !type.extends);
    expect(elements.length).toBeGreaterThan(20);
    const missing = elements.flatMap((type) => {
      const entry = table.elements[lower(type.name)];
      if (!entry) {
        const isOnlyAbstract = ['InputOutputParameter'].includes(type.name);
        return isOnlyAbstract ? [] : [type.name];
      }
      if (typeof entry.treatment === 'object' && 'refused' in entry.treatment) return [];
      const own = propertiesOf(type.name);
      const extended = types.filter((one) => one.extends?.includes(`${prefix}:${type.name}`));
      return [...own, ...extended.flatMap((one) => one.properties ?? [])]
        .filter((property) => property.isAttr && !(local(property.name) in entry.attributes))
        .map((property) => `${type.name} ${property.name}`);
    });
    expect(missing).toEqual([]);
  });
});

it('every reason has words in Russian', () => {
  for (const reason of Object.values(REASONS)) {
    const values = { setting: 's', name: 'n', reason };
    expect(translateFinding({ rule: 'foreign-setting', message: '', values }, 'ru')).not.toContain(reason);
  }
});
