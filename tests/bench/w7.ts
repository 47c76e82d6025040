/**
 * W7: a model of about 500 elements from text to compiled graph, cold; the ceiling is reading it with bpmn-moddle alone.
 * Gate: at least 0.67 of its rate (performance.md: at most 1.5 times its time). A cached definition costs nothing.
 */
import { BpmnModdle } from 'bpmn-moddle';
import { compileDiagram } from '#engine/testing';
import { ProcessBuilder } from '../support/process-builder.ts';
import { CpuMeter, median } from './load.ts';
import { gate, medianOf } from './workload.ts';
import type { Measured, Report } from './workload.ts';

const AT_LEAST = 0.67;
const ROUNDS = 5;
const ELEMENTS = 500;

export async function runW7({ n }: { readonly n: number }): Promise<Report> {
  const repeats = Math.max(5, Math.min(30, Math.floor(n / 100)));
  const xml = bigModel();
  const moddle = new BpmnModdle();
  let nonce = 0;
  const ceilings: Measured[] = [];
  const rounds: Measured[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const ceiling = await timed(repeats, () => moddle.fromXML(xml));
    // A comment makes each text another one, so that nothing comes from the cache.
    const product = await timed(repeats, () => compileDiagram(`${xml}<!-- ${nonce++} -->`));
    if (round === 0) continue;
    ceilings.push(ceiling);
    rounds.push(product);
  }
  return {
    workload: 'W7',
    unit: 'models/s',
    product: medianOf(rounds),
    ceilings: { floor: medianOf(ceilings) },
    gates: [gate('floor', rounds, ceilings, AT_LEAST)],
  };
}

async function timed(repeats: number, run: () => Promise<unknown>): Promise<Measured> {
  const meter = new CpuMeter(null);
  const latencies: number[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    const begunAt = performance.now();
    await run();
    latencies.push(performance.now() - begunAt);
  }
  const p50Ms = median(latencies);
  return { perSecond: 1000 / p50Ms, p50Ms, p99Ms: Math.max(...latencies), cpu: meter.per(repeats) };
}

/** Blocks of tasks and gateways one after the other: flow nodes and flows make the count. */
function bigModel(): string {
  const builder = new ProcessBuilder('big').start();
  let elements = 1;
  for (let block = 1; elements < ELEMENTS; block++) {
    if (block % 3 === 0) {
      builder.exclusive(`split${block}`);
      builder.flow({ condition: `= amount > ${block}` }).userTask(`a${block}`, { name: `Check ${block}` });
      builder.exclusive(`merge${block}`);
      builder.from(`split${block}`).flow({ isDefault: true }).task(`b${block}`).to(`merge${block}`);
      builder.from(`merge${block}`);
      elements += 9;
    } else {
      builder.userTask(`u${block}`, { name: `Work ${block}` }).scriptTask(`s${block}`, '= 1 + 1', 'feel');
      elements += 4;
    }
  }
  return builder.end().file().content;
}
