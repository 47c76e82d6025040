/** Input and output mappings, compiled. */
import type { Mapping } from '#moddle';
import { compileScript } from '../foreign/script.ts';
import type { CompiledMapping, CompiledScript } from '../model.ts';
import type { TransformContext } from './context.ts';

export function compileMappings(
  mappings: readonly Mapping[],
  context: TransformContext,
): readonly CompiledMapping[] {
  return mappings.flatMap(({ script, ...mapping }) => {
    const source = script
      ? scriptSource(compileScript(script.format, script.source, context))
      : context.text(mapping.value);
    return source && mapping.name !== '' ? [{ ...mapping, source }] : [];
  });
}

function scriptSource(script: CompiledScript | null): CompiledMapping['source'] | null {
  if (!script) return null;
  const { expression, source } = script;
  return expression ? { kind: 'feel', expression } : { kind: 'script', source };
}
