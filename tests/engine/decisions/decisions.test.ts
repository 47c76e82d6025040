/** Decision tables and the other expressions of DMN, made by a business rule task. */
import { describe, expect, it } from 'vitest';
import type { TestEngine } from '#engine/testing';
import { anEngine } from '../../support/engine.ts';
import { aProcess } from '../../support/process-builder.ts';

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const cell = (tag: string, id: string, text: string): string =>
  `<${tag} id="${id}"><text>${escaped(text)}</text></${tag}>`;

interface Table {
  readonly hit?: string;
  readonly inputs?: readonly { expression: string; type?: string; attributes?: string }[];
  readonly outputs?: readonly { name: string; values?: string; fallback?: string }[];
  /** Input cells, then output cells. */
  readonly rules: readonly (readonly string[])[];
}

function table({
  hit = 'hitPolicy="UNIQUE"',
  inputs = [{ expression: 'x' }],
  outputs = [{ name: 'y' }],
  rules,
}: Table): string {
  const columns = [
    ...inputs.map(
      ({ expression, type = 'any', attributes = '' }, index) =>
        `<input id="i${index}" ${attributes}><inputExpression typeRef="${type}"><text>${escaped(expression)}</text></inputExpression></input>`,
    ),
    ...outputs.map(
      ({ name, values, fallback }, index) =>
        `<output id="o${index}" name="${name}">${values ? `<outputValues><text>${values}</text></outputValues>` : ''}${fallback ? `<defaultOutputEntry><text>${fallback}</text></defaultOutputEntry>` : ''}</output>`,
    ),
  ];
  const rows = rules.map((cells, row) => {
    const tag = (index: number): string => (index < inputs.length ? 'inputEntry' : 'outputEntry');
    return `<rule id="r${row + 1}">${cells.map((text, index) => cell(tag(index), `c${row}_${index}`, text)).join('')}</rule>`;
  });
  return `<decisionTable id="table" ${hit}>${columns.join('')}${rows.join('')}</decisionTable>`;
}

const decision = (id: string, logic: string, requirements = ''): string =>
  `<decision id="${id}" name="${id}">${requirements}${logic}</decision>`;
const literal = (text: string): string =>
  `<literalExpression><text>${escaped(text)}</text></literalExpression>`;
const file = (content: string, namespace = 'https://www.omg.org/spec/DMN/20191111/MODEL/') => ({
  name: 'decisions.dmn',
  content: `<definitions xmlns="${namespace}" xmlns:camunda="http://camunda.org/schema/1.0/dmn" id="d" name="d" namespace="n">${content}</definitions>`,
});

const process = aProcess()
  .start()
  .raw('businessRuleTask', 'rule', { extensions: '<tl:decision ref="it" resultVariable="result"/>' })
  .end();

async function made(content: ReturnType<typeof file>, variables: Parameters<TestEngine['setVariables']>[0]) {
  const engine = await anEngine();
  await engine.deploy([process.file(), content]);
  await engine.start('process', { variables });
  const { incidents, variables: after } = await engine.snapshot();
  return incidents[0]?.code ?? after.result;
}

const ranked = [{ name: 'y', values: '"high","middle","low"' }];
const overlapping = [
  ['> 0', '"low"'],
  ['> 5', '"high"'],
  ['> 3', '"middle"'],
];
const amounts = [
  ['> 0', '10'],
  ['> 5', '20'],
];

describe('hit policies', () => {
  it.each<[string, Table, number, unknown]>([
    [
      'unique',
      {
        rules: [
          ['< 5', '"a"'],
          ['>= 5', '"b"'],
        ],
      },
      7,
      'b',
    ],
    ['unique without a hit', { rules: [['< 5', '"a"']] }, 7, null],
    ['unique with two hits', { rules: overlapping }, 7, 'ENG_DECISION_FAILED'],
    [
      'any',
      {
        hit: 'hitPolicy="ANY"',
        rules: [
          ['> 0', '"a"'],
          ['> 5', '"a"'],
        ],
      },
      7,
      'a',
    ],
    ['any that differs', { hit: 'hitPolicy="ANY"', rules: overlapping }, 7, 'ENG_DECISION_FAILED'],
    ['priority', { hit: 'hitPolicy="PRIORITY"', outputs: ranked, rules: overlapping }, 7, 'high'],
    ['first', { hit: 'hitPolicy="FIRST"', rules: overlapping }, 7, 'low'],
    ['rule order', { hit: 'hitPolicy="RULE ORDER"', rules: overlapping }, 7, ['low', 'high', 'middle']],
    [
      'output order',
      { hit: 'hitPolicy="OUTPUT ORDER"', outputs: ranked, rules: overlapping },
      7,
      ['high', 'middle', 'low'],
    ],
    ['collect', { hit: 'hitPolicy="COLLECT"', rules: overlapping }, 4, ['low', 'middle']],
    ['collect without a hit', { hit: 'hitPolicy="COLLECT"', rules: overlapping }, -1, []],
    ['sum', { hit: 'hitPolicy="COLLECT" aggregation="SUM"', rules: amounts }, 7, 30],
    ['smallest', { hit: 'hitPolicy="COLLECT" aggregation="MIN"', rules: amounts }, 7, 10],
    ['greatest', { hit: 'hitPolicy="COLLECT" aggregation="MAX"', rules: amounts }, 7, 20],
    ['count', { hit: 'hitPolicy="COLLECT" aggregation="COUNT"', rules: overlapping }, 4, 2],
    ['count of none', { hit: 'hitPolicy="COLLECT" aggregation="COUNT"', rules: overlapping }, -4, 0],
    ['sum of none', { hit: 'hitPolicy="COLLECT" aggregation="SUM"', rules: amounts }, -4, null],
    ['default output', { outputs: [{ name: 'y', fallback: '"none"' }], rules: [['< 5', '"a"']] }, 7, 'none'],
    [
      'several outputs',
      { outputs: [{ name: 'a' }, { name: 'b' }], rules: [['-', '1', 'x * 2']] },
      7,
      { a: 1, b: 14 },
    ],
  ])('%s', async (_name, description, x, expected) => {
    expect(await made(file(decision('it', table(description))), { x })).toEqual(expected);
  });
});

describe('cells', () => {
  it.each<[string, unknown, boolean]>([
    ['', 1, true],
    ['-', null, true],
    ['5', 5, true],
    ['"a"', 'a', true],
    ['"a","b"', 'b', true],
    ['not("a","b")', 'c', true],
    ['not("a","b")', 'a', false],
    ['true', true, true],
    ['null', null, true],
    ['[1..5]', 5, true],
    ['[1..5)', 5, false],
    ['(1..5]', 1, false],
    [']1..5[', 3, true],
    ['< 3, > 7', 8, true],
    ['>= limit', 10, true],
    ['? > limit and ? < 20', 15, true],
    ['list contains(["a","b"], ?)', 'b', true],
    ['starts with(?, "ab")', 'abc', true],
    ['"x, y"', 'x, y', true],
    ['< 3', 'text', false],
    ['< 3', null, false],
  ])('%s tests %s', async (test, x, expected) => {
    const rules = [
      [test, 'true'],
      ['-', 'false'],
    ];
    const content = file(decision('it', table({ hit: 'hitPolicy="FIRST"', rules })));
    expect(await made(content, { x: x as string, limit: 10 })).toBe(expected);
  });

  it('compare dates as dates where the input says so', async () => {
    const rules = [
      ['> date("2026-01-31")', '"late"'],
      ['-', '"early"'],
    ];
    const inputs = [{ expression: 'x', type: 'date' }];
    const content = file(decision('it', table({ hit: 'hitPolicy="FIRST"', inputs, rules })));
    expect(await made(content, { x: '2026-02-01' })).toBe('late');
    expect(await made(content, { x: '2025-12-01' })).toBe('early');
  });

  it('know the input by the name that Camunda 7 gives it, and read its expressions', async () => {
    const inputs = [{ expression: '${order.total}', attributes: 'camunda:inputVariable="amount"' }];
    const content = file(decision('it', table({ inputs, rules: [['amount > 5', 'amount + 1']] })));
    expect(await made(content, { order: { total: 7 } })).toBe(8);
  });
});

describe('other expressions', () => {
  const entry = (name: string | null, text: string): string =>
    `<contextEntry>${name ? `<variable name="${name}"/>` : ''}${literal(text)}</contextEntry>`;

  it.each<[string, string, unknown]>([
    ['a literal', literal('x + 1'), 8],
    ['a context', `<context>${entry('a', 'x * 2')}${entry('b', 'a + 1')}</context>`, { a: 14, b: 15 }],
    ['a context with a result', `<context>${entry('a', 'x * 2')}${entry(null, 'a + 1')}</context>`, 15],
    ['a list', `<list>${literal('x')}${literal('x + 1')}</list>`, [7, 8]],
    [
      'a relation',
      `<relation><column name="a"/><column name="b"/><row>${literal('1')}${literal('x')}</row></relation>`,
      [{ a: 1, b: 7 }],
    ],
  ])('%s', async (_name, logic, expected) => {
    expect(await made(file(decision('it', logic)), { x: 7 })).toEqual(expected);
  });

  it('a function and its invocation, as a text and as a table', async () => {
    const needs = (id: string): string =>
      `<knowledgeRequirement id="k_${id}"><requiredKnowledge href="#${id}"/></knowledgeRequirement>`;
    const model = (id: string, body: string): string =>
      `<businessKnowledgeModel id="${id}" name="${id}"><encapsulatedLogic><formalParameter name="p"/>${body}</encapsulatedLogic></businessKnowledgeModel>`;
    const rules = [
      ['> 5', '"big"'],
      ['-', '"small"'],
    ];
    const size = table({ hit: 'hitPolicy="FIRST"', inputs: [{ expression: 'p' }], rules });
    const call = `<invocation>${literal('twice')}<binding><parameter name="p"/>${literal('x')}</binding></invocation>`;
    const content = file(
      decision(
        'it',
        `<context>${entry('a', 'size(x)')}<contextEntry><variable name="b"/>${call}</contextEntry></context>`,
        needs('size') + needs('twice'),
      ) +
        model('size', size) +
        model('twice', literal('p * 2')),
    );
    expect(await made(content, { x: 7 })).toEqual({ a: 'big', b: 14 });
  });

  it.each([
    'http://www.omg.org/spec/DMN/20151101/dmn.xsd',
    'http://www.omg.org/spec/DMN/20180521/MODEL/',
    'https://www.omg.org/spec/DMN/20211108/MODEL/',
  ])('in a file of %s', async (namespace) => {
    expect(await made(file(decision('it', literal('x')), namespace), { x: 7 })).toBe(7);
  });
});

describe('a file is refused with the place', () => {
  const requires = (id: string): string =>
    `<informationRequirement id="r_${id}"><requiredDecision href="#${id}"/></informationRequirement>`;

  it.each<[string, string, string]>([
    ['an unknown hit policy', decision('it', table({ hit: 'hitPolicy="BEST"', rules: [] })), 'table'],
    [
      'counting up several outputs',
      decision(
        'it',
        table({
          hit: 'hitPolicy="COLLECT" aggregation="SUM"',
          outputs: [{ name: 'a' }, { name: 'b' }],
          rules: [],
        }),
      ),
      'table',
    ],
    ['a rule with too few cells', decision('it', table({ rules: [['1']] })), 'r1'],
    ['a test that cannot be read', decision('it', table({ rules: [['> (', '1']] })), 'c0_0'],
    ['an output that cannot be read', decision('it', table({ rules: [['1', '1 +']] })), 'r1'],
    ['a missing requirement', decision('it', literal('1'), requires('gone')), 'it'],
    [
      'a requirement of itself',
      decision('it', literal('1'), requires('b')) + decision('b', literal('1'), requires('it')),
      'it',
    ],
    ['no logic', decision('it', ''), 'it'],
    [
      'a text in Groovy',
      decision(
        'it',
        '<literalExpression id="l" expressionLanguage="groovy"><text>1</text></literalExpression>',
      ),
      'l',
    ],
  ])('%s', async (_what, content, elementId) => {
    const engine = await anEngine();
    const refusal = (await engine.deploy([file(content)]).catch((error: unknown) => error)) as {
      code: string;
      details: { problems: { elementId: string | null }[] };
    };
    expect(refusal.code).toBe('ENG_DEPLOYMENT_REFUSED');
    expect(refusal.details.problems.map((problem) => problem.elementId)).toContain(elementId);
  });
});
