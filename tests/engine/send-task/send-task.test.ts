import { describe, expect, it } from 'vitest';
import { aProcess } from '../../support/process-builder.ts';
import { anEngine, fixtureOf } from '../../support/engine.ts';

describe('send task', () => {
  it('starts the process that waits for its message, with the mapped variables', async () => {
    const engine = await anEngine();
    const receiver = aProcess('receiver').startMessage('asked', 'question').userTask('answer').end();
    await engine.deploy([fixtureOf(import.meta.url), receiver.file()]);
    const sender = await engine.start('send_task', { variables: { text: 'Why?' } });
    await engine.runDueJobs();
    const [receiving] = await engine.started();
    expect(await engine.snapshot(receiving!)).toMatchObject({
      variables: { text: 'Why?' },
      tasks: [{ element: 'answer' }],
    });
    expect((await engine.snapshot(sender)).ended).toBe(true);
  });
});
