import { Title } from '@mantine/core';
import { IconCircleCheckFilled, IconCircleDashed } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { routes } from '#contract';
import { paths } from '../../app/paths.ts';
import { useRoute } from '../../client/index.ts';
import classes from './home.module.css';

const STALE = { staleTime: 60_000 };

/** What a new company still lacks before its work can run here, for its administrators; gone when all is there. */
export function FirstSteps() {
  const { t } = useTranslation('home');
  const organisation = useRoute(routes.admin.organisation, {}, STALE).data;
  const processes = useRoute(routes.processes.listProcesses, {}, STALE).data;
  const accounts = useRoute(
    routes.records.listRecords,
    { params: { entity: 'account' }, query: { limit: 1 } },
    STALE,
  ).data;
  if (!organisation || !processes || !accounts) return null;
  const steps = [
    { key: 'organisation', done: organisation.departments.length > 0, to: paths.organisation() },
    { key: 'people', done: organisation.users.length > 1, to: paths.people() },
    { key: 'process', done: processes.items.length > 0, to: paths.readyProcesses() },
    { key: 'customers', done: accounts.items.length > 0, to: paths.imports('account') },
  ] as const;
  if (steps.every(({ done }) => done)) return null;
  return (
    <section className={classes.steps} aria-label={t('first.title')}>
      <Title order={2} fz={14} fw={600}>
        {t('first.title')}
      </Title>
      <ol className={classes.stepList}>
        {steps.map(({ key, done, to }) => (
          <li key={key} data-done={done || undefined}>
            {done ? (
              <IconCircleCheckFilled size={18} color="var(--tl-done)" aria-hidden />
            ) : (
              <IconCircleDashed size={18} color="var(--tl-text-dim)" aria-hidden />
            )}
            <span>
              {done ? t(`first.${key}`) : <Link to={to}>{t(`first.${key}`)}</Link>}
              <span className={classes.dim}>{done ? t('first.done') : t(`first.${key}Why`)}</span>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
