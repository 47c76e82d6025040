/** T04 and T05 as an entry of the table. */
import buildProduct from '../../support/built.ts';
import type { Workload } from '../workload.ts';
import { runKills } from './run-kills.ts';

const KILLS_DEFAULT = 50;

export const kills: Workload = {
  what: 'SIGKILL of the product, in a fifth of the cases of its PostgreSQL too, under load',
  async run({ seed, count, report }) {
    buildProduct();
    const wanted = count ?? KILLS_DEFAULT;
    const result = await runKills({
      kills: wanted,
      databaseKills: Math.ceil(wanted / 5),
      seed,
      report,
    });
    return { ...result, count: result.kills, floor: wanted };
  },
};
