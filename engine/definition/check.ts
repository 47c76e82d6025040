/** All that can be said about diagrams before they run: executability and the structural rules of the modeler. */
import { lintDiagram } from '#lint';
import { KNOWN_ACTIONS, type ModdleElement } from '#moddle';
import { compileDecisions, isDecisionFile } from '../decisions/read-decisions.ts';
import type { DeployFile } from '../engine.ts';
import { compileDiagram, parsedDiagram, type CompiledDiagram } from './compile.ts';
import type { CompiledListener } from './model.ts';
import type { Problem } from './problem.ts';

/** Every located problem of the files; `error` refuses a deployment (decisions.md 21, 31). */
export async function checkDiagrams(
  files: readonly DeployFile[],
  handlerExists: (name: string) => boolean,
): Promise<readonly Problem[]> {
  const decisionFiles = files.filter(({ content }) => isDecisionFile(content));
  const diagrams = files.filter(({ content }) => !isDecisionFile(content));
  const compiled = await Promise.all(decisionFiles.map(({ content }) => compileDecisions(content)));
  const decisions = compiled.flatMap((file) => file.decisions.map(({ key }) => key));
  const perFile = await Promise.all(
    diagrams.map(async ({ content }) => [
      ...(await checkDiagram(content, handlerExists)),
      ...(await missingDecisions(content, decisions)),
    ]),
  );
  return [...compiled.flatMap((file) => file.problems), ...repeated(decisions), ...perFile.flat()];
}

function repeated(decisions: readonly string[]): readonly Problem[] {
  const twice = decisions.filter((key, index) => decisions.indexOf(key) !== index);
  return twice.map((key) => ({
    severity: 'error',
    rule: 'duplicate-decision',
    elementId: key,
    message: `The decision '${key}' is in two files.`,
  }));
}

/** A decision of the same deployment must be in it; any other may come or change later. */
async function missingDecisions(xml: string, decisions: readonly string[]): Promise<readonly Problem[]> {
  const { processes } = await compileDiagram(xml);
  const elements = processes.flatMap((model) => [...model.elements.values()]);
  return elements.flatMap((element): Problem[] => {
    if (!('decisionRef' in element) || element.binding !== 'deployment') return [];
    const { decisionRef, id: elementId } = element;
    const key = decisionRef.kind === 'template' ? decisionRef.template.source : null;
    if (key === null || key.includes('{') || decisions.includes(key)) return [];
    const message = `The decision '${key}' is not part of the deployment.`;
    return [
      { severity: 'error', rule: 'decision-not-deployed', elementId, message, values: { decision: key } },
    ];
  });
}

async function checkDiagram(
  xml: string,
  handlerExists: (name: string) => boolean,
): Promise<readonly Problem[]> {
  const compiled = await compileDiagram(xml);
  const { processes, problems } = compiled;
  const users = processes.flatMap((model) => [
    { id: model.processKey, listeners: model.listeners },
    ...model.elements.values(),
    ...model.flows.values(),
  ]);
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
  return distinct([...problems, ...unknown, ...structuralProblems(compiled, await parsedDiagram(xml))]);
}

function handlersOf(user: {
  readonly listeners: readonly CompiledListener[];
  readonly handlerName?: string | null;
}): readonly string[] {
  const listeners = user.listeners.flatMap(({ run }) =>
    run.kind === 'handler' ? [run.name] : run.kind === 'store' ? [run.handler] : [],
  );
  const { handlerName = null } = user;
  return handlerName === null ? listeners : [handlerName, ...listeners];
}

/** Which actions there are is told by the handlers of the host, and a task without one passes its token on. */
const JUDGED_HERE = new Set(['unknown-action', 'missing-action']);

/** The one set of structural rules, shared with the designer; what an action cannot do without is among them. */
function structuralProblems(
  { keepsProblem }: CompiledDiagram,
  definitions: ModdleElement | null,
): readonly Problem[] {
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
