/** All that can be said about diagrams before they run: executability and the structural rules of the modeler. */
import { lintDiagram } from '#lint';
import { KNOWN_ACTIONS } from '#moddle';
import type { DeployFile } from '../engine.ts';
import { compileDiagram, type CompiledDiagram } from './compile.ts';
import type { Element, Flow } from './model.ts';
import type { Problem } from './problem.ts';

/** Every located problem of the files; `error` refuses a deployment (decisions.md 21, 31). */
export async function checkDiagrams(
  files: readonly DeployFile[],
  handlerExists: (name: string) => boolean,
): Promise<readonly Problem[]> {
  const perFile = await Promise.all(files.map((file) => checkDiagram(file.content, handlerExists)));
  return perFile.flat();
}

async function checkDiagram(
  xml: string,
  handlerExists: (name: string) => boolean,
): Promise<readonly Problem[]> {
  const compiled = await compileDiagram(xml);
  const { processes, problems } = compiled;
  const users = processes.flatMap((model) => [...model.elements.values(), ...model.flows.values()]);
  const unknown = users.flatMap((user): Problem[] =>
    handlersOf(user)
      .filter((name) => !handlerExists(name))
      .map((name) => ({
        severity: 'error',
        rule: 'unknown-action',
        elementId: user.id,
        message: `There is no action '${name}'.`,
        values: { action: name },
      })),
  );
  return distinct([...problems, ...unknown, ...structuralProblems(compiled)]);
}

function handlersOf(user: Element | Flow): readonly string[] {
  const listeners = user.listeners.flatMap(({ run }) =>
    run.kind === 'handler' ? [run.name] : run.kind === 'store' ? [run.handler] : [],
  );
  const own = 'handlerName' in user ? user.handlerName : null;
  return own === null ? listeners : [own, ...listeners];
}

/** Which actions there are is told by the handlers of the host, and a task without one passes its token on. */
const JUDGED_HERE = new Set(['unknown-action', 'missing-action']);

/** The one set of structural rules, shared with the designer; what an action cannot do without is among them. */
function structuralProblems({ definitions, keepsProblem }: CompiledDiagram): readonly Problem[] {
  if (!definitions) return [];
  const findings = lintDiagram(definitions, { actions: KNOWN_ACTIONS })
    .filter((finding) => !JUDGED_HERE.has(finding.rule))
    .map(({ severity, rule, elementId, message, values }) => ({
      severity,
      rule,
      elementId,
      message,
      values,
    }));
  return keepsProblem ? findings.filter(keepsProblem) : findings;
}

/** What compiling and linting both found is said once. */
function distinct(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>();
  return problems.filter(({ rule, elementId, message }) => {
    const key = elementId === null ? `${rule}:${message}` : `${rule}:${elementId}`;
    return !seen.has(key) && seen.add(key);
  });
}
