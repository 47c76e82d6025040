/** Every kind of activity in every place in which the standard lets one stand. */
import { describe, expect, it } from 'vitest';
import {
  ACTIVITY_HANDLERS,
  ACTIVITY_KINDS,
  driven,
  wholeTree,
  type DrawActivity,
} from '../../support/activity-kinds.ts';
import { aProcess, type ProcessBuilder } from '../../support/process-builder.ts';
import { anEngine } from '../../support/engine.ts';
import { ACTIVITY_PLACES } from '../support-matrix-activities.ts';

const COMPENSATE = { content: '<compensateEventDefinition/>' };
const around = (draw: DrawActivity) => (p: ProcessBuilder) => draw(p.start('s_around')).end('e_around');
const triggered = (draw: DrawActivity, interrupting: boolean) =>
  aProcess()
    .start()
    .userTask('hold')
    .end()
    .eventSubProcess('esp', (p) => draw(p.startOn('begun', { message: 'begin' }, interrupting)).end('e_esp'));

/** `handler` is joined to the compensation event of `undone`; both are drawn already. */
const undoing = (process: ProcessBuilder, undone: string, handler: string) =>
  process
    .apart()
    .raw('boundaryEvent', 'undoing', { ...COMPENSATE, attributes: `attachedToRef="${undone}"` })
    .apart()
    .raw('association', 'handled', { attributes: `sourceRef="undoing" targetRef="${handler}"` });

const PLACES: Readonly<Record<(typeof ACTIVITY_PLACES)[number], (draw: DrawActivity) => ProcessBuilder>> = {
  process: (draw) => draw(aProcess().start()).end(),
  subprocess: (draw) => aProcess().start().subProcess('around', around(draw)).end(),
  'event subprocess': (draw) => triggered(draw, true),
  'event subprocess, not interrupting': (draw) => triggered(draw, false),
  transaction: (draw) => aProcess().start().subProcess('around', around(draw), { tag: 'transaction' }).end(),
  'ad-hoc subprocess': (draw) =>
    aProcess()
      .start()
      .subProcess('around', (p) => draw(p), {
        tag: 'adHocSubProcess',
        extensions: '<tl:adHoc activeElements="= [&quot;x&quot;]"/>',
      })
      .end(),
  'called process': (draw) => draw(aProcess('inside').start()).end(),
  'compensation handler': (draw) =>
    undoing(
      draw(aProcess().start().task('done').raw('intermediateThrowEvent', 'undo', COMPENSATE).end().apart()),
      'done',
      'x',
    ),
  'undone by a handler': (draw) =>
    undoing(
      draw(aProcess().start())
        .raw('intermediateThrowEvent', 'undo', COMPENSATE)
        .end()
        .apart()
        .task('handler', { attributes: 'isForCompensation="true"' }),
      'x',
      'handler',
    ),
};

const CASES = Object.entries(ACTIVITY_KINDS).flatMap(([kind, draw]) =>
  ACTIVITY_PLACES.map((place) => ({ kind, place, draw })),
);

describe('activities in their places', () => {
  it.each(CASES)('$kind runs once: $place', async ({ draw, place }) => {
    const engine = await anEngine({ handlers: ACTIVITY_HANDLERS });
    const { name, content } = PLACES[place](draw).file();
    const text =
      place === 'compensation handler'
        ? content.replace(' id="x"', ' id="x" isForCompensation="true"')
        : content;
    const files = [{ name, content: text }, aProcess('called').start().userTask('work').end().file()];
    if (place === 'called process')
      files.push(aProcess().start().callActivity('call', 'inside').end().file());
    await engine.deploy(files);
    await engine.start('process');
    if (place.startsWith('event subprocess')) await engine.message('begin');
    expect(await driven(engine)).not.toBeNaN();
    const snapshot = await engine.snapshot();
    expect(wholeTree(snapshot).flatMap(({ incidents }) => incidents)).toEqual([]);
    expect(wholeTree(snapshot).reduce((sum, { visited }) => sum + (visited.x ?? 0), 0)).toBe(1);
    if (place === 'undone by a handler') expect(snapshot.visited.handler).toBe(1);
  });
});
