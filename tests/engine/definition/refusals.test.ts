import { describe, expect, it } from 'vitest';
import { aProcess, type ElementOptions } from '../../support/process-builder.ts';
import { anEngine } from '../../support/engine.ts';

const withTask = (tag: string, options: ElementOptions = {}) =>
  aProcess().start().raw(tag, 'x', options).end();

describe('deployment refuses what is not executed yet', () => {
  it.each([
    [
      'a script in',
      withTask('scriptTask', { content: '<script>1</script>', attributes: 'scriptFormat="groovy"' }),
    ],
  ])('%s', async (what, process) => {
    const engine = await anEngine();
    const refusal = await engine.deploy([process.file()]).catch((error: unknown) => error);
    const { problems } = (
      refusal as { details: { problems: { elementId: string; message: string; rule: string }[] } }
    ).details;
    const found = problems.filter((problem) => problem.rule === 'not-executable');
    expect(found.map((problem) => problem.elementId)).toContain('x');
    expect(found.map((problem) => problem.message.toLowerCase()).join()).toContain(what);
  });

  it('names a condition that calls a method of another engine at its flow', async () => {
    const engine = await anEngine();
    const process = aProcess()
      .start()
      .exclusive('x')
      .flow({ id: 'f', condition: '${invoice.isApproved()}' })
      .end()
      .from('x')
      .flow({ isDefault: true })
      .end('no');
    await expect(engine.deploy([process.file()])).rejects.toMatchObject({
      details: { problems: expect.arrayContaining([expect.objectContaining({ elementId: 'f' })]) },
    });
  });

  it('refuses what the reader could not understand', async () => {
    const engine = await anEngine();
    const { name, content } = aProcess().start().end().file();
    const broken = content.replace(
      '</process>',
      '<sequenceFlow id="f" sourceRef="start" targetRef="nowhere"/></process>',
    );
    await expect(engine.deploy([{ name, content: broken }])).rejects.toMatchObject({
      code: 'ENG_DEPLOYMENT_REFUSED',
    });
    await expect(engine.deploy([{ name, content: 'no xml' }])).rejects.toMatchObject({
      code: 'ENG_DEPLOYMENT_REFUSED',
    });
  });
});
