import { useTranslation } from 'react-i18next';
import type { ProgressStrip as Progress } from '#contract';
import classes from './progress-strip.module.css';

type Step = Progress['steps'][number];
const STEP_WORDS = {
  done: 'progress.stepDone',
  running: 'progress.stepRunning',
  future: 'progress.stepFuture',
  skipped: 'progress.stepSkipped',
  failed: 'progress.stepFailed',
} as const;
/** More dots than this cannot be told apart; the line alone then carries the share. */
const DOTS_MAX = 14;

interface ProgressStripProps {
  readonly done: number;
  readonly total: number;
  readonly next: string | null;
  readonly steps?: readonly Step[];
  /** The process has come to its end. */
  readonly finished?: boolean;
  /** Without words, e.g. in a table cell. */
  readonly bare?: boolean;
}

/** Steps made up from the counts, where the server sends no names. */
function plainSteps(done: number, total: number, finished: boolean): Step[] {
  return Array.from({ length: total }, (_, at) => ({
    elementId: String(at),
    name: '',
    state: at < done ? 'done' : at === done && !finished ? 'running' : 'future',
  }));
}

/** The throughline, small: one continuous accent line to where the process stands, "3 of 7, next: Accountant". */
export function ProgressStrip({ done, total, next, steps, finished = false, bare }: ProgressStripProps) {
  const { t } = useTranslation();
  const shown = steps ?? plainSteps(done, total, finished);
  const running = shown.findIndex((step) => step.state === 'running' || step.state === 'failed');
  const last = shown.reduce((at, step, index) => (step.state === 'future' ? at : index), -1);
  const head = running >= 0 ? running : last;
  const share = finished ? 1 : shown.length > 1 ? Math.max(head, 0) / (shown.length - 1) : 0;
  const position = t('progress.position', { done, total });
  return (
    <div className={classes.root}>
      <div
        className={classes.track}
        role="img"
        aria-label={t('progress.label', { position })}
        style={{ '--share': share }}
      >
        <span className={classes.rail} />
        <span className={classes.line} />
        {shown.length <= DOTS_MAX &&
          shown.map((step, at) => (
            <span
              key={step.elementId + String(at)}
              className={classes.dot}
              data-state={step.state}
              style={{ '--at': shown.length > 1 ? at / (shown.length - 1) : 0 }}
              title={step.name ? t(STEP_WORDS[step.state], { name: step.name }) : undefined}
            />
          ))}
      </div>
      {!bare && (
        <span className={classes.words}>
          {finished ? t('progress.finished') : position}
          {!finished && next && `, ${t('progress.next', { name: next })}`}
        </span>
      )}
    </div>
  );
}
