/** Liquid templates for texts that people write: subjects, instructions, mail bodies. No files, no includes. */
import { Liquid } from 'liquidjs';
import { EngineFailure } from '../errors.ts';
import { mentionsName } from './mentions.ts';
import type { CompiledTemplate } from './template.ts';

const liquid = new Liquid({
  ownPropertyOnly: true,
  // Includes read from this (empty) table; without it they would read files of the working folder.
  templates: {},
  // A template is a text of a person; these limits stop loops over made-up ranges.
  parseLimit: 100_000,
  renderLimit: 200,
  memoryLimit: 5_000_000,
});

/** Compiles a template, or returns a sentence when its syntax is wrong. */
export function compileTemplate(source: string): CompiledTemplate | { readonly problem: string } {
  if (!source.includes('{')) return { source, mentions: () => false, render: () => source };
  try {
    const template = liquid.parse(source);
    return {
      source,
      mentions: (name) => mentionsName(source, name),
      render(context) {
        try {
          return String(liquid.renderSync(template, context));
        } catch (error) {
          throw new EngineFailure('ENG_TEMPLATE_FAILED', `The text '${source}' cannot be rendered.`, {
            cause: error instanceof Error ? error.message : String(error),
          });
        }
      },
    };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { problem: `The text '${source}' is no valid template: ${message}.` };
  }
}
