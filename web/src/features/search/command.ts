import type { ReactNode } from 'react';

export interface Command {
  readonly key: string;
  readonly label: string;
  readonly description?: string;
  readonly icon?: ReactNode;
  /** The keys that do the same without the palette. */
  readonly shortcut?: string;
  /** Why it cannot be done now. */
  readonly unavailable?: string | undefined;
  /** One of many alike: shown to whom types its words. */
  readonly isDetail?: boolean;
  run(): void;
}

export interface CommandGroupView {
  readonly key: string;
  readonly label: string;
  readonly commands: readonly Command[];
}
