/** All that can be said about diagrams before they run: executability and the structural rules of the modeler. */
import type { DeployFile } from '../engine.ts';
import { compileDiagram } from './compile.ts';
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
  const { processes, problems } = await compileDiagram(xml);
  const elements = processes.flatMap((model) => [...model.elements.values()]);
  const unknown = elements.flatMap((element): Problem[] => {
    if (element.handlerName === null || handlerExists(element.handlerName)) return [];
    return [
      {
        severity: 'error',
        rule: 'unknown-action',
        elementId: element.id,
        message: `There is no action '${element.handlerName}'.`,
        values: { action: element.handlerName },
      },
    ];
  });
  return [...problems, ...unknown];
}
