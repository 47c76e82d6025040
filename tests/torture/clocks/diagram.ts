/** The process whose timer is tried: a boundary event that leaves its host where it is, so that it may fire again. */
import { aProcess } from '../../support/process-builder.ts';

export type TimerText =
  { readonly date: string } | { readonly duration: string } | { readonly cycle: string };

export function diagram(timer: TimerText, settings: Readonly<Record<string, string>>): string {
  const attributes = Object.entries(settings).map(([name, value]) => ` ${name}="${value}"`);
  return aProcess('clock')
    .start()
    .userTask('host')
    .end()
    .boundary('late', 'host', timer, false)
    .end('fired')
    .xml()
    .replace(
      '<timerEventDefinition>',
      `<timerEventDefinition><extensionElements><tl:timer${attributes.join('')}/></extensionElements>`,
    );
}
