/** The diagram as a tree of plain data: the text twin of the canvas, and its table of contents. */
import { elementsOf, isA, readTranslations, referenceOf, textOf, type ModdleElement } from '#moddle';
import { crmTaskKindOf, type CrmTaskKind } from '../crm/task-kind.ts';
import { readingOrder } from './reading-order.ts';

export interface OutlineItem {
  readonly id: string;
  readonly type: string;
  readonly kind: CrmTaskKind | null;
  readonly name: string | null;
  readonly laneName: string | null;
  /** Where it goes next, in the words on the arrows. */
  readonly next: readonly {
    readonly flowId: string;
    readonly flowName: string | null;
    readonly targetId: string;
    readonly targetName: string | null;
  }[];
  readonly children: readonly OutlineItem[];
}

/** Names in the reader's language, or as they are drawn when `locale` is null. */
export function outlineOf(definitions: ModdleElement, locale: string | null): readonly OutlineItem[] {
  return elementsOf(definitions, 'rootElements')
    .filter((element) => isA(element, 'bpmn:Process'))
    .map((process) => itemOf(process, laneNames(process, locale), locale));
}

/** An element's name in the reader's language. */
export function nameIn(element: ModdleElement, locale: string | null): string | null {
  const translated = locale === null ? undefined : readTranslations(element)[locale];
  return translated ?? textOf(element, 'name');
}

function itemOf(
  element: ModdleElement,
  lanes: ReadonlyMap<ModdleElement, string>,
  locale: string | null,
): OutlineItem {
  const flows = elementsOf(element, 'outgoing');
  return {
    id: element.id ?? '',
    type: element.$type,
    kind: crmTaskKindOf(element),
    name: nameIn(element, locale),
    laneName: lanes.get(element) ?? null,
    next: flows.flatMap((flow) => {
      const target = referenceOf(flow, 'targetRef');
      if (!target) return [];
      return [
        {
          flowId: flow.id ?? '',
          flowName: nameIn(flow, locale),
          targetId: target.id ?? '',
          targetName: nameIn(target, locale),
        },
      ];
    }),
    children: isA(element, 'bpmn:Process', 'bpmn:SubProcess')
      ? readingOrder(element).map((child) => itemOf(child, lanes, locale))
      : [],
  };
}

function laneNames(process: ModdleElement, locale: string | null): ReadonlyMap<ModdleElement, string> {
  const names = new Map<ModdleElement, string>();
  const collect = (laneSet: ModdleElement): void => {
    for (const lane of elementsOf(laneSet, 'lanes')) {
      const name = nameIn(lane, locale) ?? '';
      for (const node of elementsOf(lane, 'flowNodeRef')) names.set(node, name);
      const nested = referenceOf(lane, 'childLaneSet');
      if (nested) collect(nested);
    }
  };
  elementsOf(process, 'laneSets').forEach(collect);
  return names;
}
