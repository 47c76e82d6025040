import type { ReactNode } from 'react';

export interface Command {
  readonly key: string;
  readonly label: string;
  readonly description?: string;
  readonly icon?: ReactNode;
  run(): void;
}

export interface CommandGroupView {
  readonly key: string;
  readonly label: string;
  readonly commands: readonly Command[];
}
