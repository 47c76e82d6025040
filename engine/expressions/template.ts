/** Text templates (liquid) over the process variables, compiled once with their model. */

export interface CompiledTemplate {
  readonly source: string;
  mentions(name: string): boolean;
  /** @throws EngineFailure when the template cannot be rendered. */
  render(context: Readonly<Record<string, unknown>>): string;
}
