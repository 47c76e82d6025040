/**
 * Walking the canvas by keyboard: Tab and Shift+Tab select the elements in reading order and leave the canvas at
 * its ends, so that nobody is caught in it; Escape lets go; arrows walk too where they do not move shapes. What is
 * selected is said aloud.
 */
import { isA, type ModdleElement } from '#moddle';
import type { Canvas, DiagramElement, ElementRegistry, Selection, Translate } from '../canvas/services.ts';
import { outlineOf, type OutlineItem } from './outline.ts';

export interface KeyboardWalkOptions {
  readonly container: HTMLElement;
  readonly canvas: Canvas;
  readonly elementRegistry: ElementRegistry;
  readonly selection: Selection;
  readonly translate: Translate;
  /** Language of the names that are said; null says them as they are drawn. */
  readonly locale: string | null;
  /** Whether arrow keys walk; in the designer they move the selected shapes. */
  readonly withArrows: boolean;
  definitions(): ModdleElement | null;
}

export function installKeyboardWalk(options: KeyboardWalkOptions): () => void {
  const drawing = options.container.querySelector('svg[tabindex]') ?? options.container;
  drawing.setAttribute('role', 'application');
  drawing.setAttribute('aria-label', options.translate('Diagram'));
  const voice = document.createElement('div');
  voice.className = 'tl-visually-hidden';
  voice.setAttribute('aria-live', 'polite');
  options.container.append(voice);

  const onKeyDown = (event: KeyboardEvent): void => {
    const step = stepOf(event, options.withArrows);
    if (event.key === 'Escape') options.selection.select(null);
    if (step === 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = neighbour(options, step);
    if (!target) return;
    event.preventDefault();
    event.stopPropagation();
    options.selection.select(target.element);
    options.canvas.scrollToElement(target.element, 80);
    voice.textContent = sentenceOf(target.item, options.translate);
  };
  drawing.addEventListener('keydown', onKeyDown as EventListener);
  return () => {
    drawing.removeEventListener('keydown', onKeyDown as EventListener);
    voice.remove();
  };
}

function stepOf(event: KeyboardEvent, withArrows: boolean): -1 | 0 | 1 {
  if (event.key === 'Tab') return event.shiftKey ? -1 : 1;
  if (!withArrows) return 0;
  if (event.key === 'ArrowRight' || event.key === 'ArrowDown') return 1;
  if (event.key === 'ArrowLeft' || event.key === 'ArrowUp') return -1;
  return 0;
}

function neighbour(
  options: KeyboardWalkOptions,
  step: number,
): { item: OutlineItem; element: DiagramElement } | null {
  const definitions = options.definitions();
  if (!definitions) return null;
  const items = outlineOf(definitions, options.locale).flatMap(flatten);
  const drawn = items.flatMap((item) => {
    const element = options.elementRegistry.get(item.id);
    return element && isA(element.businessObject, 'bpmn:FlowNode') ? [{ item, element }] : [];
  });
  const current = options.selection.get()[0];
  const at = drawn.findIndex(({ element }) => element === current);
  if (at === -1) return (step === 1 ? drawn[0] : undefined) ?? null;
  return drawn[at + step] ?? null;
}

function flatten(item: OutlineItem): readonly OutlineItem[] {
  return [item, ...item.children.flatMap(flatten)];
}

function sentenceOf(item: OutlineItem, translate: Translate): string {
  const kind = translate(
    item.type.replace('bpmn:', '').replace(/(?!^)([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`),
  );
  return [item.name, kind, item.laneName].filter(Boolean).join(', ');
}
