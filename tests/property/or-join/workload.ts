/** The engine's joins against the oracle, on random unstructured graphs and random orders of completing tasks. */
import fc from 'fast-check';
import { createTestEngine } from '#engine/testing';
import { messageOfError } from '../runs/run-model.ts';
import { createRandom } from '../../torture/random.ts';
import type { Workload } from '../../torture/workload.ts';
import { graphArbitrary, graphXml, switchOf, taskOf, type Graph } from './graph.ts';
import { afterCompleting, firstMarking, visible, type Marking } from './oracle.ts';

const FLOOR = 2_000;
const STEPS_MAX = 25;
const TOKENS_MAX = 14;

export const orJoin: Workload = {
  what: 'inclusive joins on random unstructured graphs against a brute-force oracle',
  async run({ seed, boxMs, count, isQuick }) {
    let runs = 0;
    let steps = 0;
    let hasFailed = false;
    const property = fc.asyncProperty(graphArbitrary, fc.nat(), async (graph, pathSeed) => {
      const result = await runGraph(graph, pathSeed);
      if (!hasFailed) {
        runs += 1;
        steps += result.steps;
      }
      if (result.difference === null) return;
      hasFailed = true;
      throw new Error(`${result.difference}\n${graphXml(graph)}`);
    });
    const result = await fc.check(property, {
      seed,
      endOnFailure: isQuick,
      numRuns: count ?? (boxMs === null ? FLOOR : Number.MAX_SAFE_INTEGER),
      ...(boxMs === null ? {} : { interruptAfterTimeLimit: boxMs, markInterruptAsFailure: false }),
    });
    const message = result.errorInstance instanceof Error ? result.errorInstance.message : '';
    const isDifferent = result.failed && result.counterexample !== null;
    return {
      seed,
      count: runs,
      floor: count ?? FLOOR,
      steps,
      differences: isDifferent ? [`${message}\nseed ${seed}, path ${result.counterexamplePath}`] : [],
    };
  },
};

export async function runGraph(
  graph: Graph,
  pathSeed: number,
): Promise<{ readonly steps: number; readonly difference: string | null }> {
  const random = createRandom(pathSeed);
  const engine = await createTestEngine();
  const drawSwitches = (): Record<string, boolean> =>
    Object.fromEntries(graph.edges.map((edge) => [switchOf(edge), random.next() < 0.5]));
  const taken: string[] = [];
  try {
    await engine.deploy([{ name: 'graph.bpmn', content: graphXml(graph) }]);
    await engine.start('graph', { variables: drawSwitches() });
    // More than one when the order in which joins fired cannot be seen.
    let markings: readonly Marking[] = [firstMarking(graph)];
    for (let step = 0; step < STEPS_MAX; step++) {
      const open = graph.edges.filter((edge) => markings[0]!.open[edge.id]! > 0);
      if (open.length === 0 || tokensIn(markings[0]!) > TOKENS_MAX) break;
      const edge = random.pick(open);
      const switches = drawSwitches();
      taken.push(`${taskOf(edge)} ${JSON.stringify(switches)}`);
      const allowed = markings.flatMap((marking) => afterCompleting(graph, marking, edge, switches));
      await engine.complete(taskOf(edge), { variables: switches, nth: 0 });
      const snapshot = await engine.snapshot();
      const seen = JSON.stringify({
        tasks: snapshot.tasks.map((task) => task.element).sort(),
        parked: [...snapshot.parked].sort(),
      });
      markings = allowed.filter((marking) => JSON.stringify(visible(graph, marking)) === seen);
      if (markings.length === 0) {
        const expected = [...new Set(allowed.map((marking) => JSON.stringify(visible(graph, marking))))];
        const story = await engine.story();
        return {
          steps: step,
          difference: [
            `After ${taken.join(', ')}:`,
            `  oracle ${expected.join(' or ')}`,
            `  engine ${seen}`,
            ...story,
          ].join('\n'),
        };
      }
    }
    return { steps: taken.length, difference: null };
  } catch (error) {
    return {
      steps: taken.length,
      difference: `After ${taken.join(', ')}: ${messageOfError(error)}`,
    };
  } finally {
    await engine.close();
  }
}

function tokensIn({ open, arrived }: Marking): number {
  return [...open, ...arrived].reduce((sum, count) => sum + count, 0);
}
