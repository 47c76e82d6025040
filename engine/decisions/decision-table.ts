/** A decision table (DMN 1.3 clause 8): inputs are evaluated once, rules tested cell by cell, hits made one result. */
import { elementsOf, referenceOf, textOf, type ModdleElement } from '#moddle';
import { jsonFromFeel } from '../expressions/feel-json.ts';
import type { Json, Variables } from '../ports.ts';
import type { CompiledLogic, FeelContext, LogicOutcome } from './decision-model.ts';
import { compileText, temporalFrom, type CompiledText, type ReadContext } from './feel-text.ts';
import {
  AGGREGATIONS,
  applyHitPolicy,
  HIT_POLICIES,
  isSingle,
  type Aggregation,
  type HitPolicy,
  type Row,
} from './hit-policies.ts';
import { compileUnaryTests, type UnaryTests } from './unary-tests.ts';

interface Input {
  readonly name: string;
  readonly expression: CompiledText;
  readonly typeRef: string | null;
  /** Camunda 7's name of the input's value for the cells below it. */
  readonly variable: string | null;
}

interface Output {
  readonly name: string;
  readonly priorities: readonly unknown[];
  readonly fallback: CompiledText | null;
}

interface Rule {
  readonly id: string;
  readonly position: number;
  readonly tests: readonly UnaryTests[];
  readonly outputs: readonly CompiledText[];
  readonly sources: readonly string[];
}

export function compileTable(table: ModdleElement, decision: string, read: ReadContext): CompiledLogic {
  const policy = policyOf(table, read);
  const aggregation = aggregationOf(table, read);
  const inputs = elementsOf(table, 'input').map((input) => compileInput(input, read));
  const outputs = elementsOf(table, 'output').map((output, index) => compileOutput(output, index, read));
  if (outputs.length === 0) read.report(table, 'The table has no output.');
  if (aggregation && outputs.length > 1) read.report(table, 'Counting up results needs exactly one output.');
  const rules = elementsOf(table, 'rule').map((rule, index) =>
    compileRule(rule, index + 1, { inputs, outputs }, read),
  );
  return {
    sources: [...inputs.map((input) => input.expression.source), ...rules.flatMap((rule) => rule.sources)],
    evaluate: (context) => evaluateTable({ decision, policy, aggregation, inputs, outputs, rules }, context),
  };
}

interface Table {
  readonly decision: string;
  readonly policy: HitPolicy;
  readonly aggregation: Aggregation | null;
  readonly inputs: readonly Input[];
  readonly outputs: readonly Output[];
  readonly rules: readonly Rule[];
}

function evaluateTable(table: Table, context: FeelContext): LogicOutcome {
  const { decision, policy, aggregation, inputs, outputs, rules } = table;
  const values = inputs.map(({ expression, typeRef }) => temporalFrom(typeRef, expression.evaluate(context)));
  const seen: Record<string, unknown> = { ...context };
  inputs.forEach(({ variable }, index) => {
    if (variable) seen[variable] = values[index];
  });
  const hits: { readonly rule: Rule; readonly row: Row }[] = [];
  for (const rule of rules) {
    if (!rule.tests.every((test, index) => test(values[index], seen))) continue;
    hits.push({ rule, row: rowOf(outputs, rule.outputs, seen) });
    if (policy === 'FIRST') break;
  }
  const rows = hits.map(({ row }) => row);
  const chosen = applyHitPolicy({ decision, policy, aggregation, rows, outputs });
  const hasNone = hits.length === 0 && aggregation !== 'COUNT';
  const results = hasNone ? defaultsOf(outputs, seen) : chosen;
  return {
    value: valueOf(table, results),
    rows: results,
    inputs: inputs.map(({ name }, index) => ({ name, value: jsonFromFeel(values[index]) })),
    rules: hits.map(({ rule: { id, position }, row }) => ({ id, position, outputs: jsonRow(row) })),
  };
}

function rowOf(outputs: readonly Output[], entries: readonly CompiledText[], context: FeelContext): Row {
  return Object.fromEntries(
    outputs.map(({ name }, index) => [name, entries[index]?.evaluate(context) ?? null]),
  );
}

/** Without a hit the default outputs are the result, where there are any (clause 8.2.11). */
function defaultsOf(outputs: readonly Output[], context: FeelContext): readonly Row[] {
  if (outputs.every(({ fallback }) => fallback === null)) return [];
  const entries = outputs.map(({ name, fallback }) => [name, fallback?.evaluate(context) ?? null]);
  return [Object.fromEntries(entries) as Row];
}

/** One output gives its value, several a context; many results give a list of them. */
function valueOf({ policy, aggregation, outputs }: Table, results: readonly Row[]): unknown {
  const values = results.map((row) => (outputs.length === 1 ? row[outputs[0]!.name] : row));
  return isSingle(policy) || aggregation ? (values[0] ?? null) : values;
}

export function jsonRow(row: Row): Variables {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]): [string, Json] => [name, jsonFromFeel(value)]),
  );
}

function compileInput(input: ModdleElement, read: ReadContext): Input {
  const expression = referenceOf(input, 'inputExpression');
  const text = textOf(expression, 'text');
  if (!text) read.report(input, 'An input has no expression.');
  return {
    name: textOf(input, 'label') ?? text ?? input.id ?? '',
    expression: compileText(text ?? 'null', textOf(expression, 'expressionLanguage'), input, read),
    typeRef: textOf(expression, 'typeRef')?.toLowerCase() ?? null,
    variable: read.camunda(input, 'inputVariable'),
  };
}

function compileOutput(output: ModdleElement, index: number, read: ReadContext): Output {
  const values = textOf(referenceOf(output, 'outputValues'), 'text');
  const list = values && compileText(`[${values}]`, null, output, read).evaluate({});
  const fallback = textOf(referenceOf(output, 'defaultOutputEntry'), 'text');
  return {
    name: textOf(output, 'name') ?? (index === 0 ? 'output' : `output${index + 1}`),
    priorities: Array.isArray(list) ? list : [],
    fallback: fallback ? compileText(fallback, null, output, read) : null,
  };
}

function compileRule(
  rule: ModdleElement,
  position: number,
  { inputs, outputs }: { inputs: readonly Input[]; outputs: readonly Output[] },
  read: ReadContext,
): Rule {
  const tests = elementsOf(rule, 'inputEntry');
  const entries = elementsOf(rule, 'outputEntry');
  if (tests.length !== inputs.length || entries.length !== outputs.length) {
    read.report(rule, `Rule ${position} does not have a cell for each input and output.`);
  }
  const sources = [...tests, ...entries].map((entry) => textOf(entry, 'text') ?? '');
  return {
    id: rule.id ?? String(position),
    position,
    sources,
    tests: tests.map((entry) => compileTest(entry, position, read)),
    outputs: entries.map((entry) =>
      compileText(textOf(entry, 'text') ?? 'null', textOf(entry, 'expressionLanguage'), rule, read),
    ),
  };
}

function compileTest(entry: ModdleElement, position: number, read: ReadContext): UnaryTests {
  const language = textOf(entry, 'expressionLanguage');
  if (language && !/feel/i.test(language)) {
    read.report(entry, `Rule ${position} is written in '${language}'; only FEEL is executed.`);
    return () => false;
  }
  const compiled = compileUnaryTests(textOf(entry, 'text') ?? '');
  if (typeof compiled === 'function') return compiled;
  read.report(entry, `Rule ${position}: ${compiled.problem}`);
  return () => false;
}

function policyOf(table: ModdleElement, read: ReadContext): HitPolicy {
  const text = textOf(table, 'hitPolicy') ?? 'UNIQUE';
  const policy = HIT_POLICIES.find((one) => one === text);
  if (policy) return policy;
  read.report(table, `There is no hit policy '${text}'.`);
  return 'UNIQUE';
}

function aggregationOf(table: ModdleElement, read: ReadContext): Aggregation | null {
  const text = textOf(table, 'aggregation');
  if (!text || textOf(table, 'hitPolicy') !== 'COLLECT') return null;
  const aggregation = AGGREGATIONS.find((one) => one === text);
  if (!aggregation) read.report(table, `There is no aggregation '${text}'.`);
  return aggregation ?? null;
}
