/**
 * The worker's program as text: it must start the same way from TypeScript sources, from the test runner and from
 * the built files, and none of them loads a worker file of the others. It speaks only with script-runner.ts.
 *
 * Inside the sandbox the variables are visible by their names and as `variables`; what the script assigns to them
 * or returns as an object is its result, any other returned value is the variable `result`.
 */
export const SCRIPT_WORKER_SOURCE = `
'use strict';
const { parentPort, workerData } = require('node:worker_threads');
const { getQuickJS, shouldInterruptAfterDeadline } = require(workerData.quickjs);
const { timeMs, memoryBytes } = workerData.limits;

parentPort.on('message', async ({ id, source, variables, now }) => {
  try {
    const quickjs = await getQuickJS();
    const value = run(quickjs, source, variables, now);
    parentPort.postMessage({ id, kind: 'ok', value });
  } catch (error) {
    parentPort.postMessage({ id, kind: 'failed', message: String(error && error.message || error) });
    if (error instanceof WebAssembly.RuntimeError) process.exit(1);
  }
});

function run(quickjs, source, variables, now) {
  const runtime = quickjs.newRuntime();
  runtime.setMemoryLimit(memoryBytes);
  runtime.setMaxStackSize(256 * 1024);
  runtime.setInterruptHandler(shouldInterruptAfterDeadline(Date.now() + timeMs));
  const context = runtime.newContext();
  try {
    const before = JSON.stringify(variables);
    const evaluated = context.evalCode(program(source, before, now));
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

function program(source, before, now) {
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
    const script = new Function('variables', 'with (variables) {' + \${JSON.stringify(source)} + '\\\\n}');
    const returned = script(variables);
    const result = {};
    for (const name of Object.keys(variables)) {
      if (JSON.stringify(variables[name]) !== JSON.stringify(before[name])) result[name] = variables[name];
    }
    if (returned !== null && typeof returned === 'object' && !Array.isArray(returned)) Object.assign(result, returned);
    else if (returned !== undefined) result.result = returned;
    return JSON.stringify(result);
  })()\`;
}
`;
