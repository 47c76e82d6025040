/**
 * Each reference model of the BPMN Model Interchange Working Group is executed, or refused with problems that say where
 * they are; none is accepted in silence and none breaks the reader. `MIWG_DIR` names their folder.
 */
import { expect, it } from 'vitest';
import { EngineRejection } from '#engine';
import { anEngine } from '../../support/engine.ts';
import { describeReferenceModels, referenceModel } from '../../support/reference-models.ts';
import { aProcess } from '../../support/process-builder.ts';

interface Problem {
  readonly severity: string;
  readonly rule: string;
  readonly elementId: string | null;
  readonly message: string;
}

/** What concerns the file as a whole has no element. */
const OF_THE_FILE = new Set(['nothing-to-execute', 'reader-warning', 'unreadable']);

it('takes a diagram that knows the namespace of DMN for a diagram', async () => {
  const engine = await anEngine();
  const content = aProcess('plain')
    .start()
    .end()
    .xml()
    .replace('<definitions ', '<definitions xmlns:dmn="https://www.omg.org/spec/DMN/20191111/MODEL/" ');
  const { definitions } = await engine.deploy([{ name: 'plain.bpmn', content }]);
  expect(definitions.map((definition) => definition.processKey)).toEqual(['plain']);
});

it('locates what a process lacks at the process', async () => {
  const engine = await anEngine();
  const refusal = engine.deploy([aProcess('endless').task('only').to('only').file()]);
  await expect(refusal).rejects.toMatchObject({
    details: {
      problems: expect.arrayContaining([expect.objectContaining({ rule: 'no-start', elementId: 'endless' })]),
    },
  });
});

describeReferenceModels((names) => {
  it.each(names)('%s deploys, or is refused with located problems', async (name) => {
    const content = referenceModel(name);
    const engine = await anEngine();
    const refusal = await engine.deploy([{ name, content }]).then(
      () => null,
      (error: unknown) => error,
    );
    if (refusal === null) return;
    expect(refusal).toBeInstanceOf(EngineRejection);
    const { code, details } = refusal as EngineRejection;
    expect(code).toBe('ENG_DEPLOYMENT_REFUSED');
    const errors = (details as { problems: readonly Problem[] }).problems.filter(
      ({ severity }) => severity === 'error',
    );
    expect(errors).not.toHaveLength(0);
    for (const { elementId, rule, message } of errors) {
      expect(message).toMatch(/\S/);
      if (OF_THE_FILE.has(rule)) continue;
      expect(elementId, `${rule}: ${message}`).not.toBeNull();
      expect(content).toContain(`id="${elementId}"`);
    }
  });
});
