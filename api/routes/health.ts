/** /livez: the process runs. /readyz: it may be sent work, which is asked of the database each time. */
import { Router } from 'express';

export type Phase = 'starting' | 'ready' | 'draining';

const PING_MS_MAX = 2_000;

/** What the product says of itself; the parts that know set it. */
export class Health {
  phase: Phase = 'starting';
  #ping: (() => Promise<unknown>) | null = null;

  /** `ping` asks the database something cheap. */
  watchDatabase(ping: () => Promise<unknown>): void {
    this.#ping = ping;
  }

  async status(): Promise<Phase | 'databaseAway'> {
    if (this.phase !== 'ready') return this.phase;
    return (await this.#databaseAnswers()) ? this.phase : 'databaseAway';
  }

  async #databaseAnswers(): Promise<boolean> {
    if (this.#ping === null) return false;
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<false>((answer) => (timer = setTimeout(answer, PING_MS_MAX, false)));
    const pinged = this.#ping().then(
      () => true,
      () => false,
    );
    return Promise.race([pinged, tooLate]).finally(() => clearTimeout(timer));
  }
}

export function healthRouter(health: Health): Router {
  const router = Router();
  router.get('/livez', (_request, response) => {
    response.setHeader('Cache-Control', 'no-store').json({ status: 'alive' });
  });
  router.get('/readyz', async (_request, response) => {
    const status = await health.status();
    response
      .status(status === 'ready' ? 200 : 503)
      .setHeader('Cache-Control', 'no-store')
      .json({ status });
  });
  return router;
}
