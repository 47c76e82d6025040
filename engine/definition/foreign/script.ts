/** The languages in which a diagram may hold a script: FEEL, JavaScript, and the `${…}` subset as FEEL. */
import { feelFromJuel, isJuel, isJuelScript } from '#moddle';
import type { CompiledScript } from '../model.ts';
import type { TransformContext } from '../transform/context.ts';

/** Null when the language does not run here; that is reported then. */
export function compileScript(
  format: string,
  source: string,
  context: TransformContext,
): CompiledScript | null {
  if (isJuelScript(format)) return juelScript(source, context);
  if (format.includes('feel')) {
    const expression = context.expression(source);
    return expression && { language: 'feel', source, expression };
  }
  if (/javascript|ecmascript|^js$/.test(format)) return { language: 'javascript', source, expression: null };
  context.refuse(`A script in '${format}'`);
  return null;
}

function juelScript(source: string, context: TransformContext): CompiledScript | null {
  const translated = feelFromJuel(isJuel(source) ? source : `\${${source}}`);
  if ('problem' in translated) {
    context.report('error', 'not-executable', `The script is not executed: ${translated.problem}.`);
    return null;
  }
  const expression = context.expression(translated.feel);
  return expression && { language: 'feel', source, expression };
}
