/** Side panels that any screen may open: creating, starting, questions, help. One at a time. */
import { createContext, use } from 'react';
import type { FieldMeta } from '#contract';
import type { Startable } from '../../features/starting/startable.ts';

export type ShellPanel =
  | { readonly kind: 'create'; readonly entity: string; readonly initial?: Readonly<Record<string, unknown>> }
  | {
      readonly kind: 'start';
      readonly record?: { readonly entity: string; readonly id: string; readonly title: string };
      /** Left out: the person chooses. */
      readonly process?: Startable;
    }
  | { readonly kind: 'absences'; readonly person: { readonly id: string; readonly name: string } }
  | {
      readonly kind: 'askFields';
      readonly title: string;
      readonly hint: string;
      readonly fields: readonly FieldMeta[];
      /** Null when the person gives up. */
      readonly onAnswer: (values: Readonly<Record<string, unknown>> | null) => void;
    }
  | { readonly kind: 'questions' }
  | { readonly kind: 'notifications' }
  | { readonly kind: 'shortcuts' };

export interface ShellPanels {
  readonly panel: ShellPanel | null;
  open(panel: ShellPanel): void;
  close(): void;
}

export const ShellPanelsContext = createContext<ShellPanels | null>(null);

export function useShellPanels(): ShellPanels {
  const panels = use(ShellPanelsContext);
  if (!panels) throw new Error('Expected useShellPanels to be called below the shell.');
  return panels;
}
