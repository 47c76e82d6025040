/** Marks the elements that a finding is about with a button that selects them. */
import type { Finding } from '#lint';
import type { Canvas, ElementRegistry, Overlays } from '../canvas/services.ts';
import { iconMarkup } from '../crm/icons.ts';

const OVERLAY = 'tl-problem';

export interface ProblemBadges {
  show(findings: readonly Finding[]): void;
}

export interface ProblemBadgeOptions {
  readonly canvas: Canvas;
  readonly elementRegistry: ElementRegistry;
  readonly overlays: Overlays;
  words(finding: Finding): string;
  onClick(elementId: string): void;
}

export function createProblemBadges(options: ProblemBadgeOptions): ProblemBadges {
  let marked: string[] = [];
  return {
    show(findings) {
      for (const id of marked) {
        if (options.elementRegistry.get(id)) options.canvas.removeMarker(id, 'tl-problem');
      }
      options.overlays.remove({ type: OVERLAY });
      marked = [];
      for (const [elementId, own] of byElement(findings)) {
        const element = options.elementRegistry.get(elementId);
        if (!element) continue;
        const isError = own.some((finding) => finding.severity === 'error');
        if (isError) {
          options.canvas.addMarker(element, 'tl-problem');
          marked.push(elementId);
        }
        options.overlays.add(element, OVERLAY, {
          position: { top: -10, left: -8 },
          html: badgeOf(elementId, own, isError, options),
          scale: { min: 0.8, max: 1.2 },
        });
      }
    },
  };
}

function badgeOf(
  elementId: string,
  findings: readonly Finding[],
  isError: boolean,
  options: ProblemBadgeOptions,
): HTMLElement {
  const badge = document.createElement('button');
  badge.type = 'button';
  badge.className = `tl-problem-badge tl-problem-badge-${isError ? 'error' : 'warning'}`;
  badge.title = findings.map(options.words).join('\n');
  badge.setAttribute('aria-label', badge.title);
  badge.innerHTML = iconMarkup(isError ? 'error' : 'warning', 15);
  badge.addEventListener('click', () => options.onClick(elementId));
  return badge;
}

function byElement(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (!finding.elementId) continue;
    groups.set(finding.elementId, [...(groups.get(finding.elementId) ?? []), finding]);
  }
  return groups;
}
