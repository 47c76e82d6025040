import type { RequestHandler } from 'express';

/** Counts the requests under way, so that a stop can wait for them before the parts below are taken away. */
export class Traffic {
  #open = 0;
  #whenIdle: (() => void) | null = null;

  readonly count: RequestHandler = (_request, response, next) => {
    this.#open += 1;
    response.once('close', () => {
      this.#open -= 1;
      if (this.#open === 0) this.#whenIdle?.();
    });
    next();
  };

  /** Resolves when nothing is under way, at the latest after `graceMs`. */
  async idle(graceMs: number): Promise<void> {
    if (this.#open === 0) return;
    let impatience: NodeJS.Timeout | undefined;
    await new Promise<void>((done) => {
      this.#whenIdle = done;
      impatience = setTimeout(done, graceMs);
    });
    clearTimeout(impatience);
  }
}
