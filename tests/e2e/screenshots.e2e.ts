/** SCREENSHOTS=1 takes a picture of every screen, to be looked at; README's picture is one of them. */
import { afterAll, beforeAll, describe, it } from 'vitest';
import { crowd, onEveryScreen } from './support/crowd.ts';
import { mapIsDrawn } from './support/instance.ts';
import { allScreens, type Screen } from './support/screens.ts';
import { openStage, type Stage, type Visit } from './support/stage.ts';

const SIZES: Readonly<Record<string, Visit>> = {
  'wide-light': { width: 1440, height: 900, scheme: 'light' },
  'wide-dark': { width: 1440, height: 900, scheme: 'dark' },
  'phone-light': { width: 390, height: 844, scheme: 'light' },
  'phone-dark': { width: 390, height: 844, scheme: 'dark' },
};

const MINUTES = 60_000;

let stage: Stage;
let screens: readonly Screen[];

describe.runIf(process.env.SCREENSHOTS === '1')('pictures', () => {
  beforeAll(async () => {
    stage = await openStage();
    const people = crowd(stage);
    screens = await allScreens(
      await people.person('Viktor'),
      await people.person('Anna'),
      await people.person('Kate'),
    );
    await people.leave();
  });
  afterAll(() => stage?.close());

  it.each(Object.entries(SIZES))('of every screen, %s', { timeout: 5 * MINUTES }, async (size, visit) => {
    const people = crowd(stage, visit);
    await onEveryScreen(people, screens, async (page, screen) => {
      await page.screenshot({ path: `.tmp/screenshots/${size}/${screen.name}.png` });
    });
    await people.leave();
  });

  it('of the instance card, for the README', async () => {
    const people = crowd(stage, SIZES['wide-light']);
    const { page, open, get } = await people.person('Dmitry');
    const running = await get<{ items: readonly { id: string }[] }>(
      '/api/instances?status=active&processKey=ticket-handling&limit=2',
    );
    await open(`/instances/${running.body.items.at(-1)?.id}`);
    await mapIsDrawn(page);
    await page.screenshot({ path: 'docs/images/instance-card.png' });
    await people.leave();
  });
});
