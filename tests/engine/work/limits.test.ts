/** Limits stop a process with an incident, and it goes on when they are raised. */
import { expect, it } from 'vitest';
import { aProcess } from '../../support/process-builder.ts';
import { running } from '../../support/engine.ts';

const turning = aProcess().start().exclusive('again').userTask('work').to('again');

it('stops a process whose history is too long', async () => {
  const engine = await running([turning], { limits: { eventsMax: 20 } });
  const incidents = async () => (await engine.snapshot()).incidents;
  for (let turn = 0; turn < 20 && (await incidents()).length === 0; turn += 1) await engine.complete('work');
  expect(await incidents()).toMatchObject([{ code: 'ENG_TOO_MANY_EVENTS' }]);
});

it('lets a process with a short history go on', async () => {
  const engine = await running([turning], { limits: { eventsMax: 2_000 } });
  for (let turn = 0; turn < 5; turn += 1) await engine.complete('work');
  expect((await engine.snapshot()).incidents).toEqual([]);
});
