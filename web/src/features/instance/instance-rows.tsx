import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { InstanceListItem } from '#contract';
import { paths } from '../../app/paths.ts';
import { InstanceStatus } from './instance-status.tsx';
import { DueLabel } from '../tasks/due-label.tsx';
import { useFreshIds } from '../tasks/fresh-ids.ts';
import { usePageKeys } from '../tasks/row-keys.ts';
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import { RecordLink } from '../../ui/record-link.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import classes from './instance-rows.module.css';

const COLUMNS = ['title', 'status', 'current', 'customer', 'started'] as const;

/** Instances with a failed step; j and k move, Enter opens the card. */
export function InstanceRows({ items }: { readonly items: readonly InstanceListItem[] }) {
  const { t } = useTranslation('instance');
  const table = useRef<HTMLTableElement>(null);
  const [at, setAt] = useState(-1);
  const fresh = useFreshIds(
    'instances',
    items.map((item) => item.id),
  );
  const move = (by: number): void => {
    const next = Math.max(0, Math.min(items.length - 1, at + by));
    setAt(next);
    table.current?.querySelectorAll<HTMLElement>('[data-row]')[next]?.focus();
  };
  usePageKeys({ KeyJ: () => move(1), KeyK: () => move(-1) });
  return (
    <table ref={table} className={classes.table}>
      <thead>
        <tr>
          {COLUMNS.map((column) => (
            <th key={column} scope="col">
              {t(`list.columns.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {items.map((item, index) => (
          <tr key={item.id} data-fresh={fresh.has(item.id) || undefined}>
            <td className={classes.title}>
              <Link
                data-row
                to={paths.instance(item.id)}
                className={classes.link}
                onFocus={() => setAt(index)}
              >
                {item.title}
              </Link>
              <span className={classes.dim}>
                {item.processName}, {t('page.version', { version: item.version })}
              </span>
            </td>
            <td>
              <InstanceStatus
                status={item.status}
                incidents={item.incidentCount}
                suspended={item.suspended}
                plain
              />
            </td>
            <td>
              <CurrentSteps steps={item.current} />
            </td>
            <td className={classes.customer}>
              {item.customer && <RecordLink record={item.customer} icon={false} />}
            </td>
            <td className={classes.started}>
              <RelativeTime at={item.startedAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The first step is told in full; that there are more is said. */
function CurrentSteps({ steps }: { readonly steps: InstanceListItem['current'] }) {
  const { t } = useTranslation('instance');
  const [first, ...more] = steps.toSorted((one, other) => Number(other.overdue) - Number(one.overdue));
  if (!first) return null;
  return (
    <div className={classes.step}>
      <span className={classes.stepName}>
        {first.assignee && <PersonAvatar person={first.assignee} size={18} />}
        <span>{first.name ?? first.elementId}</span>
      </span>
      <span className={classes.stepFacts}>
        {first.dueAt && <DueLabel dueAt={first.dueAt} overdue={first.overdue} />}
        {more.length > 0 && <span className={classes.dim}>{t('list.more', { count: more.length })}</span>}
      </span>
    </div>
  );
}
