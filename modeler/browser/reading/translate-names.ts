/**
 * Puts the names of the reader's language into a diagram that is only looked at, before it is drawn. Labels get
 * the room that their words need: Russian runs a third longer than English.
 */
import { elementsOf, isA, referenceOf, type ModdleElement } from '#moddle';
import type { BusinessObject } from '../canvas/services.ts';
import { nameIn } from './outline.ts';

const NAMED_CHILDREN = ['rootElements', 'participants', 'messageFlows', 'laneSets', 'lanes', 'flowElements'];
const CHARACTER_PX = 7.2;
const LABEL_PX_MAX = 130;
/** Below an event a wide label would run into its neighbours. */
const LABEL_BELOW_PX_MAX = 92;

export function translateNames(definitions: ModdleElement, locale: string): void {
  const translated = new Set<ModdleElement>();
  rename(definitions, locale, translated);
  for (const diagram of elementsOf(definitions, 'diagrams')) {
    for (const shape of elementsOf(referenceOf(diagram, 'plane'), 'planeElement')) {
      const element = referenceOf(shape, 'bpmnElement');
      if (element && translated.has(element)) widenLabel(shape, element);
    }
  }
}

function rename(element: ModdleElement, locale: string, translated: Set<ModdleElement>): void {
  const name = nameIn(element, locale);
  if (name && name !== element.name) {
    (element as BusinessObject).set('name', name);
    translated.add(element);
  }
  for (const property of NAMED_CHILDREN) {
    for (const child of elementsOf(element, property)) rename(child, locale, translated);
  }
}

/** A label below its element stays centred there; one beside it grows to the right. */
function widenLabel(shape: ModdleElement, element: ModdleElement): void {
  const bounds = referenceOf(referenceOf(shape, 'label'), 'bounds') as BusinessObject | null;
  if (!bounds) return;
  const width = Number(bounds.get('width'));
  const owner = referenceOf(shape, 'bounds');
  const middle = Number(bounds.get('x')) + width / 2;
  const isCentred =
    owner !== null && Math.abs(Number(owner.get('x')) + Number(owner.get('width')) / 2 - middle) < 6;
  const most = isCentred ? Math.max(width, LABEL_BELOW_PX_MAX) : LABEL_PX_MAX;
  const needed = Math.min(most, Math.ceil((element.name ?? '').length * CHARACTER_PX));
  if (needed <= width) return;
  const isHorizontalFlow = isA(element, 'bpmn:SequenceFlow') && isHorizontal(shape);
  if (isCentred || isHorizontalFlow) bounds.set('x', Math.round(middle - needed / 2));
  bounds.set('width', needed);
}

function isHorizontal(edge: ModdleElement): boolean {
  const [first, second] = elementsOf(edge, 'waypoint');
  return first !== undefined && second !== undefined && first.get('y') === second.get('y');
}
