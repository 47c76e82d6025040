/**
 * The table of treatments against the attribute lists that the makers of the two namespaces publish: every attribute
 * and element that a diagram can carry has an entry, and the Russian sentence knows every reason.
 */
import camunda from 'camunda-bpmn-moddle/resources/camunda.json' with { type: 'json' };
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };
import { describe, expect, it } from 'vitest';
import { lintDiagram, translateFinding } from '#lint';
import { HOLDERS, readDiagram, REASONS, TREATMENTS } from '#moddle';

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

/** Which BPMN types a type of the descriptor extends, itself or by those that inherit from it. */
function holdersOf(types: Described['types'], prefix: string, name: string): readonly string[] {
  if (name.startsWith('bpmn:')) return [name];
  const type = types.find((one) => `${prefix}:${one.name}` === name);
  const heirs = types.filter((one) => one.superClass?.includes(name));
  return [
    ...(type?.extends ?? []).flatMap((extended) => holdersOf(types, prefix, extended)),
    ...heirs.flatMap((heir) => holdersOf(types, prefix, `${prefix}:${heir.name}`)),
  ];
}

it.each([
  ['camunda', camunda as Described],
  ['zeebe', zeebe as Described],
] as const)('knows where each attribute of %s belongs', (prefix, { types }) => {
  const described = new Map<string, Set<string>>();
  for (const type of types) {
    for (const property of (type.properties ?? []).filter(({ isAttr }) => isAttr)) {
      const holders = holdersOf(types, prefix, `${prefix}:${type.name}`);
      const known = described.get(local(property.name)) ?? new Set();
      described.set(local(property.name), new Set([...known, ...holders]));
    }
  }
  const onElements = [...described].filter(([, holders]) => holders.size > 0);
  expect(onElements.length).toBeGreaterThan(2);
  for (const [name, holders] of onElements)
    expect([name, [...(HOLDERS[prefix][name] ?? [])].sort()]).toEqual([name, [...holders].sort()]);
});

it.each([
  ['refused', 'bpmn:UserTask', 'camunda:formHandlerClass="a.B"', '', 'foreign-setting'],
  [
    'told, where it belongs to other elements',
    'bpmn:ServiceTask',
    'camunda:assignee="x"',
    '',
    'unused-setting',
  ],
  [
    'told, of headers that only code would read',
    'bpmn:UserTask',
    '',
    '<zeebe:taskHeaders><zeebe:header key="k" value="v"/></zeebe:taskHeaders>',
    'unused-setting',
  ],
  [
    'told, of the version of a form',
    'bpmn:UserTask',
    '',
    '<zeebe:formDefinition formId="f" bindingType="versionTag" versionTag="2"/>',
    'unused-setting',
  ],
  ['told, of another namespace', 'bpmn:UserTask', 'flowable:assignee="x"', '', 'unused-setting'],
  [
    'refused inside of a listener',
    'bpmn:UserTask',
    '',
    '<camunda:executionListener event="start" class="a.B"><camunda:field name="f" stringValue="1"/></camunda:executionListener>',
    'foreign-setting',
  ],
  ['executed in silence', 'bpmn:UserTask', 'camunda:assignee="x"', '', null],
])('%s', async (_what, tag, attributes, inside, rule) => {
  const xml = `<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:flowable="http://flowable.org/bpmn" id="d" targetNamespace="http://example.org">
    <bpmn:process id="p" isExecutable="true"><bpmn:${lower(local(tag))} id="a" name="A" ${attributes}>
      <bpmn:extensionElements>${inside}</bpmn:extensionElements></bpmn:${lower(local(tag))}></bpmn:process></bpmn:definitions>`;
  const { definitions } = await readDiagram(xml);
  const found = lintDiagram(definitions).filter((finding) => finding.rule.endsWith('-setting'));
  expect([...new Set(found.map((finding) => finding.rule))]).toEqual(rule === null ? [] : [rule]);
});

it('every reason has words in Russian', () => {
  for (const reason of Object.values(REASONS)) {
    const values = { setting: 's', name: 'n', reason };
    expect(translateFinding({ rule: 'foreign-setting', message: '', values }, 'ru')).not.toContain(reason);
  }
});
