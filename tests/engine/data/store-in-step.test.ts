/** A record that a step reads, writes and reads again (BPMN 2.0.2 §10.4.1): what is read is what is there by then. */
import { expect, it } from 'vitest';
import type { Json } from '#engine';
import { anEngine } from '../../support/engine.ts';
import { aProcess } from '../../support/process-builder.ts';

const STORE =
  '<dataStoreReference id="boxes" name="box"><extensionElements><tl:store entity="box" record="= &quot;b1&quot;"/></extensionElements></dataStoreReference>';
const seen = (id: string) =>
  `<property id="${id}_seen" name="__targetRef_placeholder"/><dataInputAssociation><sourceRef>boxes</sourceRef><targetRef>${id}_seen</targetRef></dataInputAssociation>`;
const WRITTEN =
  '<dataOutputAssociation><targetRef>boxes</targetRef><assignment><from>= box.value + 1</from><to>value</to></assignment></dataOutputAssociation>';

it('is seen as the step itself has written it', async () => {
  const record: Record<string, Json> = { value: 1 };
  const engine = await anEngine({
    records: { read: async (refs) => refs.map(({ id }) => ({ id, ...record })) },
    handlers: {
      'crm.update-record': {
        mode: 'transaction',
        run: async ({ value }) => {
          record.value = value!;
          return { kind: 'ok', output: {} };
        },
      },
    },
  });
  const process = aProcess()
    .start()
    .scriptTask('before', '{ before: box.value }', 'feel')
    .task('add', { content: seen('add') + WRITTEN })
    .scriptTask('between', '{ between: box.value }', 'feel')
    .task('addAgain', { content: seen('addAgain') + WRITTEN })
    .scriptTask('after', '{ after: box.value }', 'feel')
    .end();
  const content = process
    .xml()
    .replace(/<scriptTask id="(\w+)"[^>]*>/g, (tag, id: string) => tag + seen(id))
    .replace('</process>', `${STORE}</process>`);
  await engine.deploy([{ name: 'step.bpmn', content }]);
  await engine.start('process');
  expect((await engine.snapshot()).variables).toEqual({ before: 1, between: 2, after: 3 });
});
