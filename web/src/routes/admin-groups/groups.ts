import type { GroupContent } from '#contract';

export type GroupKind = 'team' | 'territory';
export type Group = GroupContent & { readonly id: string };
