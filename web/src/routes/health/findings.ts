/** What of a report needs somebody, and where he goes on; in the order of how many wait for it. */
import type { HealthReport } from '#contract';
import { paths } from '../../app/paths.ts';
import type { StatusTone } from '../../theme/tokens.ts';

/** Where one goes on; what is left out mends itself, or is a matter of the machine. */
export const WAYS = {
  failedStarts: paths.jobs,
  failedSteps: paths.failedInstances,
  stuck: paths.stuckInstances,
  mailbox: paths.mail,
  lateMail: paths.mail,
  failedMail: paths.mail,
  lateWebhooks: paths.webhooks,
  failedWebhooks: paths.webhooks,
} as const;

export interface Finding {
  readonly key: keyof typeof WAYS | 'lateWork' | 'silentNode' | 'busyNode' | 'connections' | 'slow';
  readonly tone: StatusTone;
  readonly count: number;
  /** What the text names: a folder, a node. */
  readonly name?: string;
}

export function hasWay(key: Finding['key']): key is keyof typeof WAYS {
  return key in WAYS;
}

/** Work that nobody has taken for longer is late: nodes look every few seconds. */
const LATE_WORK_MS = 60_000;
const LATE_OUT_MS = 15 * 60_000;
const BUSY_DELAY_MS = 250;
const CONNECTIONS_SHARE = 0.8;

export function findingsOf(report: HealthReport): readonly Finding[] {
  const { work, mail, webhooks, nodes, database, stuck } = report;
  const isLate = (since: string | null, ms: number): boolean =>
    since !== null && Date.parse(report.at) - Date.parse(since) > ms;
  const all: readonly (Finding | false)[] = [
    isLate(work.oldestDueAt, LATE_WORK_MS) && { key: 'lateWork', tone: 'late', count: work.due },
    { key: 'failedStarts', tone: 'failed', count: work.failed },
    { key: 'failedSteps', tone: 'failed', count: work.incidents },
    { key: 'stuck', tone: 'late', count: stuck.count },
    ...report.mailboxes.map(
      ({ name, error }): Finding | false =>
        error !== null && { key: 'mailbox', tone: 'failed', count: 1, name },
    ),
    isLate(mail.oldestAt, LATE_OUT_MS) && { key: 'lateMail', tone: 'late', count: mail.waiting },
    { key: 'failedMail', tone: 'failed', count: mail.failed },
    isLate(webhooks.oldestAt, LATE_OUT_MS) && { key: 'lateWebhooks', tone: 'late', count: webhooks.waiting },
    { key: 'failedWebhooks', tone: 'failed', count: webhooks.failed },
    ...nodes.flatMap(({ isSilent, delayMs, host }): (Finding | false)[] => [
      isSilent && { key: 'silentNode', tone: 'failed', count: 1, name: host },
      !isSilent && delayMs > BUSY_DELAY_MS && { key: 'busyNode', tone: 'late', count: 1, name: host },
    ]),
    database.connections > database.connectionsMax * CONNECTIONS_SHARE && {
      key: 'connections',
      tone: 'late',
      count: database.connections,
    },
    { key: 'slow', tone: 'late', count: database.slow.length },
  ];
  return all.filter((one) => one !== false && one.count > 0) as readonly Finding[];
}
