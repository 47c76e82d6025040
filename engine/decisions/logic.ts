/**
 * The expressions of DMN (clause 7.3, 10.2): literal expression, decision table, context, list, relation, function and
 * invocation. Each is compiled once; what cannot be executed is reported where it stands.
 */
import { elementsOf, referenceOf, textOf, type ModdleElement } from '#moddle';
import { evaluate, FeelFunction } from 'feelin';
import type { CompiledLogic, FeelContext } from './decision-model.ts';
import { compileTable } from './decision-table.ts';
import { compileText, type ReadContext } from './feel-text.ts';

type Compile = (logic: ModdleElement, name: string, read: ReadContext) => CompiledLogic;

export function compileLogic(logic: ModdleElement | null, name: string, read: ReadContext): CompiledLogic {
  const compile = logic && COMPILERS[logic.$type];
  if (logic && compile) return compile(logic, name, read);
  if (logic) read.report(logic, `A ${logic.$type.replace('dmn:', '')} is not executed.`);
  return { sources: [], evaluate: () => ({ value: null }) };
}

const COMPILERS: Readonly<Record<string, Compile>> = {
  'dmn:LiteralExpression': literal,
  'dmn:DecisionTable': compileTable,
  'dmn:Context': context,
  'dmn:List': list,
  'dmn:Relation': relation,
  'dmn:FunctionDefinition': functionDefinition,
  'dmn:Invocation': invocation,
};

function literal(logic: ModdleElement, _name: string, read: ReadContext): CompiledLogic {
  const text = textOf(logic, 'text');
  if (!text) read.report(logic, 'A literal expression is empty.');
  const compiled = compileText(text ?? 'null', textOf(logic, 'expressionLanguage'), logic, read);
  return { sources: [compiled.source], evaluate: (seen) => ({ value: compiled.evaluate(seen) }) };
}

/** Each entry sees those before it; an entry without a name is the result. */
function context(logic: ModdleElement, name: string, read: ReadContext): CompiledLogic {
  const entries = elementsOf(logic, 'contextEntry').map((entry) => ({
    name: textOf(referenceOf(entry, 'variable'), 'name'),
    logic: compileLogic(referenceOf(entry, 'value'), name, read),
  }));
  return {
    sources: entries.flatMap((entry) => entry.logic.sources),
    evaluate(seen) {
      const values: Record<string, unknown> = {};
      for (const entry of entries) {
        const { value } = entry.logic.evaluate({ ...seen, ...values });
        if (entry.name === null) return { value };
        values[entry.name] = value;
      }
      return { value: values };
    },
  };
}

function list(logic: ModdleElement, name: string, read: ReadContext): CompiledLogic {
  const items = elementsOf(logic, 'elements').map((item) => compileLogic(item, name, read));
  return {
    sources: items.flatMap((item) => item.sources),
    evaluate: (seen) => ({ value: items.map((item) => item.evaluate(seen).value) }),
  };
}

/** A list of contexts, written as a table. */
function relation(logic: ModdleElement, name: string, read: ReadContext): CompiledLogic {
  const columns = elementsOf(logic, 'column').map((column) => textOf(column, 'name') ?? '');
  const rows = elementsOf(logic, 'row').map((row) =>
    elementsOf(row, 'elements').map((cell) => compileLogic(cell, name, read)),
  );
  return {
    sources: rows.flat().flatMap((cell) => cell.sources),
    evaluate: (seen) => ({
      value: rows.map((row) =>
        Object.fromEntries(
          columns.map((column, index) => [column, row[index]?.evaluate(seen).value ?? null]),
        ),
      ),
    }),
  };
}

/** A function over its parameters; a table as a body sees only them and what stands around it. */
export function functionDefinition(logic: ModdleElement, name: string, read: ReadContext): CompiledLogic {
  const parameters = elementsOf(logic, 'formalParameter').map((parameter) => textOf(parameter, 'name') ?? '');
  const kind = textOf(logic, 'kind');
  if (kind && kind !== 'FEEL') read.report(logic, `A function in '${kind}' is not executed.`);
  const body = referenceOf(logic, 'body');
  const compiled = compileLogic(body, name, read);
  const source = body?.$type === 'dmn:LiteralExpression' ? compiled.sources[0] : undefined;
  return {
    sources: compiled.sources,
    evaluate: (seen) => ({
      value: source
        ? evaluate(`function(${parameters.join(', ')}) ${source}`, seen).value
        : functionOf(parameters, (args) => compiled.evaluate({ ...seen, ...args }).value),
    }),
  };
}

function functionOf(parameters: readonly string[], body: (args: FeelContext) => unknown): FeelFunction {
  const call = (...args: readonly unknown[]): unknown =>
    body(Object.fromEntries(parameters.map((parameter, index) => [parameter, args[index] ?? null])));
  return new FeelFunction(call, [...parameters]);
}

function invocation(logic: ModdleElement, name: string, read: ReadContext): CompiledLogic {
  const called = compileLogic(referenceOf(logic, 'calledFunction'), name, read);
  const bindings = elementsOf(logic, 'binding').map((binding) => ({
    name: textOf(referenceOf(binding, 'parameter'), 'name') ?? '',
    logic: compileLogic(referenceOf(binding, 'bindingFormula'), name, read),
  }));
  return {
    sources: [...called.sources, ...bindings.flatMap((binding) => binding.logic.sources)],
    evaluate(seen) {
      const [source = 'null'] = called.sources;
      const args = bindings.map(({ name: parameter }, index) => `${parameter}: arg${index}`);
      const given = Object.fromEntries(
        bindings.map((binding, index) => [`arg${index}`, binding.logic.evaluate(seen).value]),
      );
      return { value: evaluate(`${source}(${args.join(', ')})`, { ...seen, ...given }).value };
    },
  };
}
