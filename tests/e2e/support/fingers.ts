/** Fingers on a page, as a device with a touch screen tells of them. */
import type { Page } from 'playwright-core';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Touch {
  /** All fingers go down, along straight lines to where they end, and up. */
  slide(from: readonly Point[], to: readonly Point[]): Promise<void>;
}

const STEPS = 8;

export async function touchOf(page: Page): Promise<Touch> {
  const session = await page.context().newCDPSession(page);
  const tell = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: readonly Point[]): Promise<unknown> =>
    session.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: points.map(({ x, y }, id) => ({ x, y, id })),
    });
  return {
    async slide(from, to) {
      await tell('touchStart', from);
      for (let step = 1; step <= STEPS; step += 1)
        await tell(
          'touchMove',
          from.map(({ x, y }, id) => ({
            x: x + ((to[id]!.x - x) * step) / STEPS,
            y: y + ((to[id]!.y - y) * step) / STEPS,
          })),
        );
      await tell('touchEnd', []);
    },
  };
}
