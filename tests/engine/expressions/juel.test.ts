/** The `${…}` subset of Camunda 7: what it means here, and what is refused. */
import { describe, expect, it } from 'vitest';
import { feelFromJuel } from '#moddle';
import { aProcess } from '../../support/process-builder.ts';
import { anEngine, running } from '../../support/engine.ts';

const variables = {
  amount: 5000,
  approved: true,
  refused: false,
  name: 'Ann',
  list: [10, 20],
  order: { total: 7, items: [{ price: 1 }] },
  i: 1,
  empty1: [],
  text: '',
  key: 'total',
};

describe('an expression', () => {
  it.each<[string, unknown]>([
    ['${amount > 1000}', true],
    ['#{amount ge 5000 && name eq "Ann"}', true],
    ["${name == 'Ann' ? 'yes' : 'no'}", 'yes'],
    ['${!approved || refused}', false],
    ['${not refused and approved}', true],
    ['${missing == null}', true],
    ['${!missing}', true],
    ['${list[0] + list[i]}', 30],
    ['${order.items[0].price}', 1],
    ["${order['total']}", 7],
    ['${order[key]}', 7],
    ['${empty empty1 && empty text && empty missing && !empty list}', true],
    ['${-amount + 2 * (3 - 1)}', -4996],
    ['${amount div 2}', 2500],
    ['${amount mod 3}', 2],
    ['Hello ${name}, ${amount}${missing}!', 'Hello Ann, 5000!'],
    ['${"}"}', '}'],
    ['${amount lt 1 or amount le 5000}', true],
    ['${amount ne 1}', true],
  ])('%s', async (expression, expected) => {
    const process = aProcess()
      .start()
      .task('t', { extensions: `<tl:io><tl:output name="r">${escaped(expression)}</tl:output></tl:io>` })
      .end();
    const engine = await running([process], { variables });
    expect((await engine.snapshot()).variables.r).toEqual(expected);
  });

  it.each([
    '${bean.run(amount)}',
    '${run()}',
    '${execution.getVariable("x")}',
    '${fn:run(1)}',
    '${task}',
    '${a b}',
    '${unclosed',
  ])('%s is not translated', (expression) => {
    expect(feelFromJuel(expression)).toHaveProperty('problem');
  });
});

it('decides conditions and timers', async () => {
  const process = aProcess()
    .start()
    .exclusive('x')
    .flow({ condition: '${amount gt 1000 && approved}' })
    .catchTimer('wait', { duration: '${pause}' })
    .end('yes')
    .from('x')
    .flow({ isDefault: true })
    .end('no');
  const engine = await running([process], { variables: { ...variables, pause: 'PT1H' } });
  expect((await engine.snapshot()).waiting).toEqual(['wait']);
  await engine.advance('PT1H');
  expect((await engine.snapshot()).endEvents).toEqual(['yes']);
});

it.each([
  ["bpmn:getDataObject('order')/total = 7 and getDataInput('name') = 'Ann'", 'yes'],
  ["not(bpmn:getDataObject('approved'))", 'no'],
])('reads the data functions of the standard: %s', async (condition, end) => {
  const process = aProcess()
    .start()
    .exclusive('x')
    .flow({ condition })
    .end('yes')
    .from('x')
    .flow({ isDefault: true })
    .end('no');
  const engine = await running([process], { variables });
  expect((await engine.snapshot()).endEvents).toEqual([end]);
});

it('names the flow whose condition calls a method, unless the test chooses the flow', async () => {
  const engine = await anEngine();
  const process = aProcess()
    .start()
    .exclusive('x')
    .flow({ id: 'f', condition: '${invoice.isPaid()}' })
    .end('yes')
    .from('x')
    .flow({ isDefault: true })
    .end('no');
  await expect(engine.deploy([process.file()])).rejects.toMatchObject({
    details: { problems: [expect.objectContaining({ elementId: 'f', rule: 'not-executable' })] },
  });
  await engine.deploy([process.file()], { chooseFlow: { x: ['f'] } });
  await engine.start('process');
  expect((await engine.snapshot()).endEvents).toEqual(['yes']);
});

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
