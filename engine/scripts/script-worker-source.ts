/**
 * The worker's program as text: it must start the same way from TypeScript sources, from the test runner and from
 * the built files, and none of them loads a worker file of the others. It speaks only with script-runner.ts.
 *
 * Inside the sandbox the variables are visible by their names and as `variables`; what the script assigns to them
 * or returns as an object is its result, any other returned value is the variable `result`. With a result variable the
 * value as a whole goes there: what it returns, else the value of its last statement. `execution` has the few methods
 * for variables that scripts of Camunda 7 use. `throw new BpmnError(code, message)` raises an error of the diagram,
 * which goes to whoever catches the code; what the script changed is dropped then.
 */
export const SCRIPT_WORKER_SOURCE = `
'use strict';
const { parentPort, workerData } = require('node:worker_threads');
const { getQuickJS, shouldInterruptAfterDeadline } = require(workerData.quickjs);
const { timeMs, memoryBytes } = workerData.limits;

parentPort.on('message', async ({ id, source, variables, now, resultVariable }) => {
  try {
    const quickjs = await getQuickJS();
    const { value, bpmnError } = run(quickjs, source, variables, now, resultVariable);
    if (bpmnError) parentPort.postMessage({ id, kind: 'bpmnError', ...bpmnError });
    else parentPort.postMessage({ id, kind: 'ok', value });
  } catch (error) {
    parentPort.postMessage({ id, kind: 'failed', message: String(error && error.message || error) });
    if (error instanceof WebAssembly.RuntimeError) process.exit(1);
  }
});

function run(quickjs, source, variables, now, resultVariable) {
  const runtime = quickjs.newRuntime();
  runtime.setMemoryLimit(memoryBytes);
  runtime.setMaxStackSize(256 * 1024);
  runtime.setInterruptHandler(shouldInterruptAfterDeadline(Date.now() + timeMs));
  const context = runtime.newContext();
  try {
    const before = JSON.stringify(variables);
    const evaluated = context.evalCode(program(source, before, now, resultVariable));
    if (evaluated.error) {
      const error = context.dump(evaluated.error);
      evaluated.error.dispose();
      throw new Error(error && error.message ? error.name + ': ' + error.message : String(error));
    }
    const text = context.getString(evaluated.value);
    evaluated.value.dispose();
    return JSON.parse(text);
  } finally {
    context.dispose();
    runtime.dispose();
  }
}

function program(source, before, now, resultVariable) {
  return \`(() => {
    const now = Date.parse(\${JSON.stringify(now)});
    const Real = Date;
    globalThis.Date = class Date extends Real {
      constructor(...parts) { if (parts.length === 0) super(now); else super(...parts); }
      static now() { return now; }
    };
    Math.random = () => { throw new Error('a script has no randomness'); };
    const before = JSON.parse(\${JSON.stringify(before)});
    const variables = JSON.parse(\${JSON.stringify(before)});
    const execution = {
      getVariable: (name) => (name in variables ? variables[name] : null),
      getVariables: () => variables,
      hasVariable: (name) => name in variables,
      setVariable: (name, value) => { variables[name] = value; },
      setVariables: (values) => { Object.assign(variables, values); },
    };
    class BpmnError extends Error {
      constructor(code, message = '') {
        super(String(message));
        if (typeof code !== 'string' || code === '') throw new TypeError('BpmnError needs a code');
        this.name = 'BpmnError';
        this.code = code;
      }
    }
    globalThis.BpmnError = BpmnError;
    // As scripts of Camunda 7 name it.
    globalThis.org = { camunda: { bpm: { engine: { delegate: { BpmnError } } } } };
    const source = \${JSON.stringify(source)};
    const resultVariable = \${JSON.stringify(resultVariable ?? null)};
    const isFunctionBody = resultVariable === null || /\\\\breturn\\\\b/.test(source);
    const body = isFunctionBody ? source + '\\\\n' : 'return eval(' + JSON.stringify(source) + ')';
    const script = new Function('variables', 'execution', 'with (variables) {' + body + '}');
    let returned;
    try {
      returned = script(variables, execution);
    } catch (error) {
      if (!(error instanceof BpmnError)) throw error;
      return JSON.stringify({ bpmnError: { code: error.code, message: error.message } });
    }
    const result = {};
    for (const name of Object.keys(variables)) {
      if (JSON.stringify(variables[name]) !== JSON.stringify(before[name])) result[name] = variables[name];
    }
    if (resultVariable !== null) result[resultVariable] = returned === undefined ? null : returned;
    else if (returned !== null && typeof returned === 'object' && !Array.isArray(returned)) Object.assign(result, returned);
    else if (returned !== undefined) result.result = returned;
    return JSON.stringify({ value: result });
  })()\`;
}
`;
