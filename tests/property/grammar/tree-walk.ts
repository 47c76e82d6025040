/** What there is in a tree: its lines, blocks and processes. */
import type { Block, Boundary, EventSub, Line, Loop, Process, Sub } from './tree.ts';

export const rejoins = (host: { readonly boundaries: readonly Boundary[] }): boolean =>
  host.boundaries.some((boundary) => boundary.path.end === null);

/** The lines of a block that lie in its own scope. */
export function linesIn(block: Block): readonly Line[] {
  const paths = 'boundaries' in block ? block.boundaries.map((boundary) => boundary.path) : [];
  switch (block.kind) {
    case 'xor':
    case 'or':
      return [...block.arms.map((arm) => arm.line), ...(block.otherwise ? [block.otherwise] : [])];
    case 'and':
    case 'vote':
      return block.arms;
    case 'choice':
      return block.arms.map((arm) => arm.line);
    case 'loop':
    case 'batch':
      return [block.body];
    default:
      return paths;
  }
}

/** Every line of a process, those of its subprocesses included, called processes not. */
export function allLines(process: Process): readonly Line[] {
  const ways = process.beginning?.starts.map(({ path }) => path) ?? [];
  const bodies = [process.body, ...ways, ...process.handlers.map((handler) => handler.body)];
  return bodies.flatMap(withInner);
}

/** The loops of a subprocess at any depth; instances of a repeated one do not share their counters. */
export function loopsInside(sub: Sub): readonly Loop[] {
  const lines = [sub.body, ...sub.handlers.map((handler) => handler.body)].flatMap(withInner);
  return lines.flatMap((line) => line.blocks).filter((block): block is Loop => block.kind === 'loop');
}

function withInner(line: Line): readonly Line[] {
  const inner = line.blocks.flatMap((block) => [
    ...linesIn(block),
    ...(block.kind === 'sub' ? [block.body, ...block.handlers.map((handler) => handler.body)] : []),
  ]);
  return [line, ...inner.flatMap(withInner)];
}

/** Those of a line and of everything in it. */
export const blocksIn = (line: Line): readonly Block[] => withInner(line).flatMap(({ blocks }) => blocks);

export const allBlocks = (process: Process): readonly Block[] =>
  allLines(process).flatMap((line) => line.blocks);

/** The process, the other pools of its file, and all that they call, the innermost last. */
export function allProcesses(process: Process): readonly Process[] {
  const called = allBlocks(process).flatMap((block) => (block.kind === 'call' ? [block.process] : []));
  return [process, ...[...called, ...(process.partners?.processes ?? [])].flatMap(allProcesses)];
}

/** The event subprocesses of one process, called ones not. */
export const ownEventSubs = (process: Process): readonly EventSub[] => [
  ...process.handlers,
  ...allBlocks(process).flatMap((block) => (block.kind === 'sub' ? block.handlers : [])),
];

/** Each process of one file. */
export const poolsOf = (process: Process): readonly Process[] => [
  process,
  ...(process.partners?.processes ?? []),
];
