/** What axe finds that keeps somebody out; lighter findings are no reason to fail. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

const NODES_MAX = 3;
const SETTLED_MS = 500;

type Violations = Awaited<ReturnType<AxeBuilder['analyze']>>['violations'];

/** What is serious or worse, within an element or on the whole page; bpmn-js draws its canvas itself and has the list of steps as its twin. */
export async function seriousViolations(page: Page, within?: string): Promise<readonly string[]> {
  const axe = new AxeBuilder({ page })
    .exclude('.djs-container')
    .options({ resultTypes: ['violations'] })
    // Without it every look opens a further page, only to put together what frames of other origins say.
    .setLegacyMode(true);
  const scope = within === undefined ? axe : axe.include(within);
  const look = async (): Promise<Violations> => {
    const { violations } = await scope.analyze();
    return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  };
  let found = await look();
  if (found.length > 0) {
    // What is just taking its place after the window has changed is not judged in the middle of it.
    await page.waitForTimeout(SETTLED_MS);
    found = await look();
  }
  return found.map(({ id, nodes }) => {
    const targets = nodes.slice(0, NODES_MAX).map(({ target }) => target.join(' '));
    return `${id} at ${targets.join(', ')}`;
  });
}
