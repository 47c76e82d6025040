/**
 * Files drawn in other modellers keep everything on import and export. The reference models of the BPMN Model
 * Interchange Working Group are not part of this repository: `MIWG_DIR` names their folder.
 */
import { expect, it } from 'vitest';
import { lintDiagram } from '#lint';
import { KNOWN_ACTIONS, readDiagram, writeDiagram } from '#moddle';
import { describeReferenceModels, referenceModel } from '../../support/reference-models.ts';

/** Every element, attribute and text of the document as a sorted list, free of prefixes, order and whitespace. */
function contentOf(xml: string): readonly string[] {
  const facts: string[] = [];
  const body = xml
    .replace(/<\?[^]*?\?>|<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>/g, '')
    // The schema lets a formal expression stand for an expression; it is written as one, with its type beside.
    .replace(/<([\w-]+:)formalExpression\b/g, '<$1expression $1type="$1tFormalExpression"');
  for (const [, name = '', attributes = ''] of body.matchAll(
    /<([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*\/?>/g,
  )) {
    facts.push(local(name));
    for (const [, key = '', double, single] of attributes.matchAll(
      /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g,
    )) {
      if (key.startsWith('xmlns') || key.endsWith('schemaLocation')) continue;
      const value = local(decoded(double ?? single ?? ''));
      // The type of a waypoint is known without being said.
      if (value === 'Point') continue;
      facts.push(`${local(name)}@${local(key)}=${Number.isNaN(Number(value)) ? value : Number(value)}`);
    }
  }
  return facts.sort();
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function decoded(text: string): string {
  const plain = text.replace(/&(?:#x([\da-fA-F]+)|#(\d+)|(\w+));/g, (entity, hex, decimal, name: string) => {
    if (hex || decimal) return String.fromCodePoint(hex ? parseInt(String(hex), 16) : Number(decimal));
    return ENTITIES[name] ?? entity;
  });
  return plain.replace(/\s+/g, ' ');
}

const local = (name: string): string => (/^[\w-]+:[\w.-]+$/.test(name) ? name.replace(/^[\w-]+:/, '') : name);

/** Attributes with these values say what is meant without them, and are left out on writing. */
const DEFAULTS = [
  'gatewayDirection=Unspecified',
  'isInterrupting=true',
  'cancelActivity=true',
  'parallelMultiple=false',
  'isForCompensation=false',
  'startQuantity=1',
  'completionQuantity=1',
  'isClosed=false',
  'processType=None',
  'isCollection=false',
  'isUnlimited=true',
  'triggeredByEvent=false',
  'instantiate=false',
  'implementation=##unspecified',
  'implementation=##WebService',
  'typeLanguage=http://www.w3.org/2001/XMLSchema',
  'expressionLanguage=http://www.w3.org/1999/XPath',
  'itemKind=Information',
  'isImmediate=true',
  'associationDirection=None',
  'isSequential=false',
  'behavior=All',
  'eventGatewayType=Exclusive',
  'minimum=0',
  'maximum=1',
  'textFormat=text/plain',
  'capacity=0',
  'testBefore=false',
  'method=##Compensate',
  'isStrikeThrough=false',
  'isBold=false',
  'isItalic=false',
  'isUnderline=false',
  'messageVisibleKind=initiating',
];
/** An attribute of a foreign extension that the file states twice, with and without its namespace, is kept once. */
const KNOWN_LOSSES: Readonly<Record<string, readonly string[]>> = {
  'C.8.1.bpmn': ['allowedValues@constraintsType=enumeration'],
};
const isDefault = (fact: string): boolean => DEFAULTS.some((fallback) => fact.endsWith(`@${fallback}`));

describeReferenceModels((names) => {
  it.each(names)('%s survives import and export', async (file) => {
    const original = referenceModel(file);
    const { definitions } = await readDiagram(original);
    const written = contentOf(await writeDiagram(definitions));
    const lost = subtract(contentOf(original), written).filter((fact) => !isDefault(fact));
    expect([...new Set(lost)]).toEqual(KNOWN_LOSSES[file] ?? []);
  });

  it.each(names)('%s is the same when its export is imported and exported again', async (file) => {
    const { definitions } = await readDiagram(referenceModel(file));
    const once = await writeDiagram(definitions);
    const again = await readDiagram(once);
    expect(await writeDiagram(again.definitions)).toBe(once);
  });

  it.each(names)('%s is checked without failing', async (file) => {
    const { definitions } = await readDiagram(referenceModel(file));
    for (const finding of lintDiagram(definitions, { actions: KNOWN_ACTIONS })) {
      expect(finding.message).not.toMatch(/\{\w+\}/);
    }
  });
});

function subtract(from: readonly string[], take: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const fact of take) counts.set(fact, (counts.get(fact) ?? 0) + 1);
  return from.filter((fact) => {
    const left = counts.get(fact) ?? 0;
    if (left > 0) counts.set(fact, left - 1);
    return left === 0;
  });
}
