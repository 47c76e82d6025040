/** Stubs, forced flows and waiting places as changes of the compiled graph. */
import { isDecisionFile } from '../decisions/read-decisions.ts';
import type { Element, Flow, ServiceTask } from '../definition/model.ts';
import { rewriteDiagram } from '../definition/rewrite.ts';
import type { CompiledExpression } from '../expressions/expression.ts';
import type { Json, TaskHandler, Variables } from '../ports.ts';
import type { DeployOptions, Stub } from './types.ts';

/** Jobs of this handler are not executed: `completeJob` and `failJob` end them. */
export const WAIT_HANDLER = 'test.wait';

let deployments = 0;

/** The text to deploy: the same diagram under another hash, whose compiled form has the stubs. */
export async function withStubs(
  content: string,
  options: DeployOptions,
  handlers: Map<string, TaskHandler>,
): Promise<string> {
  const { stubs = {}, chooseFlow = {}, waitAt = [] } = options;
  const all: Record<string, Stub> = { ...stubs };
  for (const id of waitAt) all[id] = { kind: 'wait' };
  if (isDecisionFile(content) || Object.keys(all).length + Object.keys(chooseFlow).length === 0)
    return content;
  deployments += 1;
  const text = `${content}\n<!-- test deployment ${deployments} -->`;
  const forced = new Set(Object.keys(chooseFlow));
  await rewriteDiagram(text, {
    element(element) {
      const stub = all[element.id];
      const stubbed = stub ? stubbedElement(element, stub, handlers) : element;
      const flows = chooseFlow[element.id];
      return flows ? { ...stubbed, outgoing: chosen(element.outgoing, flows) } : stubbed;
    },
    keepsProblem: ({ elementId }) =>
      elementId === null ||
      !(elementId in all || forced.has(elementId) || isFlowOf(content, elementId, forced)),
  });
  return text;
}

function stubbedElement(element: Element, stub: Stub, handlers: Map<string, TaskHandler>): Element {
  const handlerName = stub.kind === 'wait' ? WAIT_HANDLER : `test.stub.${deployments}.${element.id}`;
  handlers.set(handlerName, stub.kind === 'wait' ? WAITING : handlerOf(stub));
  const task: ServiceTask = {
    ...element,
    type: 'serviceTask',
    container: null,
    ownsScope: false,
    handlerName,
    listeners: element.listeners.filter(({ run }) => run.kind !== 'handler'),
    action: { type: handlerName, retries: null, backoff: [] },
    retries: null,
    inputs: [{ name: 'variables', value: '', source: { kind: 'feel', expression: ALL_VARIABLES } }],
  };
  return task;
}

/** Everything the element sees, without the names that begin with # and belong to the engine. */
const ALL_VARIABLES: CompiledExpression = {
  source: '',
  mentions: () => false,
  evaluate: (context) =>
    Object.fromEntries(Object.entries(context).filter(([name]) => !name.startsWith('#'))) as Json,
};

const WAITING: TaskHandler = {
  mode: 'job',
  run: () => Promise.reject(new Error('A waiting job is ended by the test.')),
};

function handlerOf(stub: Exclude<Stub, { kind: 'wait' }>): TaskHandler {
  let failures = stub.kind === 'fail' ? stub.times : 0;
  return {
    mode: 'transaction',
    async run(input) {
      if (failures > 0) {
        failures -= 1;
        throw new Error('The stub fails as it was told.');
      }
      if (stub.kind === 'bpmnError') return { kind: 'bpmnError', code: stub.code };
      if (stub.kind === 'set') return { kind: 'ok', output: stub.variables };
      if (stub.kind === 'run')
        return { kind: 'ok', output: stub.run({ ...(input.variables as Variables) }) ?? {} };
      return { kind: 'ok', output: {} };
    },
  };
}

function chosen(flows: readonly Flow[], taken: readonly string[]): readonly Flow[] {
  return flows.map((flow) => ({ ...flow, isDefault: false, condition: constant(taken.includes(flow.id)) }));
}

function constant(value: boolean): CompiledExpression {
  return { source: String(value), mentions: () => false, evaluate: () => value };
}

/** Whether the id is of a sequence flow that leaves one of the elements; read from the text, as it was refused. */
function isFlowOf(xml: string, flowId: string, sources: ReadonlySet<string>): boolean {
  for (const [tag] of xml.matchAll(/<[\w:]*sequenceFlow\b[^>]*>/g)) {
    if (attribute(tag, 'id') === flowId) return sources.has(attribute(tag, 'sourceRef') ?? '');
  }
  return false;
}

function attribute(tag: string, name: string): string | null {
  return new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? null;
}
