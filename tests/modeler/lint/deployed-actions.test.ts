/** A deployment finds what an action cannot do without, and leaves to the host which actions there are. */
import { describe, expect, it } from 'vitest';
import type { TaskHandler } from '#engine';
import { anEngine } from '../../support/engine.ts';
import { aProcess } from '../../support/process-builder.ts';

const handler: TaskHandler = { mode: 'job', run: () => Promise.resolve({ kind: 'ok', output: {} }) };
const IO =
  '<tl:io><tl:input name="to" value="= contact"/><tl:input name="subject" value="Hello"/><tl:input name="body" value="Hi"/></tl:io>';
const using = (action: string, io = '') => aProcess().start().action('letter', action, { io }).end().file();

describe('an action at deployment', () => {
  it('is refused without an input that it needs, by the id of the element', async () => {
    const engine = await anEngine({ handlers: { 'mail.send': handler } });
    await expect(engine.deploy([using('mail.send')])).rejects.toMatchObject({
      details: {
        problems: expect.arrayContaining([
          expect.objectContaining({ rule: 'missing-action-input', elementId: 'letter' }),
        ]) as unknown,
      },
    });
    await engine.deploy([using('mail.send', IO)]);
  });

  it('may be one of the host alone', async () => {
    const engine = await anEngine({ handlers: { 'host.own': handler } });
    await engine.deploy([using('host.own')]);
  });
});
