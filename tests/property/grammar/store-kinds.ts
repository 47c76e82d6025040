/** Which kinds of associations with its data store a process holds, and which of them a run must have met. */
import type { KindAt } from './kind-at.ts';
import type { Process, Task } from './tree.ts';
import { STORE_READS, STORE_WRITES } from './tree-parts.ts';
import { allBlocks } from './tree-walk.ts';

export function storeKindsIn(process: Process): readonly KindAt[] {
  return allBlocks(process).flatMap((block) =>
    block.kind === 'task' ? kindsOf(block).map((kind): KindAt => [kind, block.id]) : [],
  );
}

function kindsOf({ type, stored, repeat }: Task): readonly string[] {
  if (!stored) return [];
  const { reads, writes } = stored;
  return [
    ...(reads ? [`store read, ${reads}`, `store into ${type}`] : []),
    ...(writes ? [`store written, ${writes}`, `store out of ${type}`] : []),
    ...(repeat ? [`store of ${repeat.kind} repetition`] : []),
  ];
}

const TYPES = ['undefined', 'manual', 'user', 'job', 'action', 'rule', 'script', 'send', 'receive'];

export const EXPECTED_STORES: readonly string[] = [
  ...STORE_READS.map((how) => `store read, ${how}`),
  ...STORE_WRITES.map((how) => `store written, ${how}`),
];

export const EXPECTED_STORE_PAIRS: readonly string[] = [
  ...TYPES.flatMap((type) => [`store into ${type}`, `store out of ${type}`]),
  ...['parallel', 'sequential', 'loop'].map((kind) => `store of ${kind} repetition`),
];
