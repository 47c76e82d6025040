/** The keyboard is enough, from signing in to a completed task; and so are fingers, on maps and in the designer. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { touchOf, type Point } from './support/fingers.ts';
import { openStage, type Stage } from './support/stage.ts';

const TASK = 'Find a solution';
const ROWS_MAX = 40;
const TABS_MAX = 120;

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

describe('the keyboard', () => {
  it('signs in, takes a task from the pool, opens it and completes it', async () => {
    const page = await stage.stranger();
    await page.goto('/sign-in?next=%2Finbox%3Ftab%3Dpool');
    await focusOn(page, page.getByRole('textbox', { name: 'E-mail' }));
    await page.keyboard.type('kate@demo.example');
    await page.keyboard.press('Tab');
    await page.keyboard.type('demonstration');
    await page.keyboard.press('Enter');

    const list = page.getByRole('list', { name: 'Tasks' });
    const chosen = list.locator('[aria-current=true]');
    await list.getByRole('link', { name: TASK }).first().waitFor();
    for (let row = 0; row < ROWS_MAX && !(await chosen.allInnerTexts()).join().includes(TASK); row += 1)
      await page.keyboard.press('j');
    const taskId = await chosen.getAttribute('data-task');
    await page.keyboard.press('t');
    await list.locator(`[data-task="${taskId}"]`).waitFor({ state: 'detached' });

    await page.keyboard.press('g');
    await page.keyboard.press('i');
    await page.getByRole('tabpanel', { name: 'Today' }).waitFor();
    const mine = list.locator(`[data-task="${taskId}"]`);
    await mine.waitFor();
    await focusOn(page, mine);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: TASK }).waitFor();

    await focusOn(page, page.getByRole('textbox', { name: 'Solution' }));
    await page.keyboard.type('A new driver');
    await focusOn(page, page.getByRole('button', { name: /^Solved/ }));
    await page.keyboard.press('Enter');
    await page.getByText(`Done: ${TASK}`).waitFor();
  });
});

describe('fingers', () => {
  /** Scale and shift of what is drawn. */
  const view = (page: Page): Promise<{ scale: number; x: number; y: number }> =>
    page.locator('.djs-container g.viewport').evaluate((node) => {
      const { a, e, f } = (node as SVGGraphicsElement).transform.baseVal.consolidate()!.matrix;
      return { scale: a, x: e, y: f };
    });
  const middleOf = async (wished: Locator): Promise<Point> => {
    const box = (await wished.boundingBox())!;
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  };
  const moved = ({ x, y }: Point, dx: number, dy: number): Point => ({ x: x + dx, y: y + dy });

  it('move and zoom the live map, and a tap chooses a step', async () => {
    const dmitry = await stage.enter('Dmitry', { width: 390, height: 844, touch: true });
    const { page } = dmitry;
    const { body } = await dmitry.get<{ items: readonly { id: string }[] }>(
      '/api/instances?status=active&processKey=follow-up-call&limit=1',
    );
    await dmitry.open(`/instances/${body.items[0]!.id}?tab=map`);
    await page.locator('.djs-element').first().waitFor();
    const touch = await touchOf(page);
    const centre = await middleOf(page.locator('.djs-container'));
    const before = await view(page);
    await touch.slide([centre], [moved(centre, -60, 40)]);
    const slid = await view(page);
    expect([slid.x - before.x, slid.y - before.y, slid.scale]).toEqual([
      expect.closeTo(-60, 0),
      expect.closeTo(40, 0),
      before.scale,
    ]);
    await touch.slide(
      [moved(centre, -20, 0), moved(centre, 20, 0)],
      [moved(centre, -40, 0), moved(centre, 40, 0)],
    );
    expect((await view(page)).scale).toBeCloseTo(before.scale * 2, 1);
    await page.getByRole('button', { name: 'Fit to screen' }).click();
    const step = page.locator('.djs-shape[data-element-id=call_customer]');
    const at = await middleOf(step.locator('.djs-hit').first());
    await page.touchscreen.tap(at.x, at.y);
    await expect.poll(() => page.locator('.djs-element.selected').count()).toBe(1);
    expect(dmitry.complaints).toEqual([]);
    await page.context().close();
  });

  it('drag a step in the designer', async () => {
    const olga = await stage.enter('Olga', { width: 1024, height: 768, touch: true });
    const { page } = olga;
    await olga.open('/processes/follow-up-call/design');
    const step = page.locator('.djs-shape[data-element-id=call_customer]');
    await step.waitFor();
    const touch = await touchOf(page);
    const place = () => step.evaluate((node) => node.getAttribute('transform'));
    const hit = step.locator('.djs-hit').first();
    const far = await middleOf(hit);
    await touch.slide([moved(far, -12, 0), moved(far, 12, 0)], [moved(far, -60, 0), moved(far, 60, 0)]);
    const before = await place();
    const at = await middleOf(hit);
    await touch.slide([at], [moved(at, 0, 30)]);
    await expect.poll(place).not.toBe(before);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(place).toBe(before);
    expect(olga.complaints).toEqual([]);
    await page.context().close();
  });
});

/** Goes on with Tab until the wished element has the focus. */
async function focusOn(page: Page, wished: Locator): Promise<void> {
  await wished.waitFor();
  for (let steps = 0; steps < TABS_MAX; steps += 1) {
    if (await wished.evaluate((node) => node === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Expected to reach ${String(wished)} with Tab.`);
}
