import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { routes } from '#contract';
import { paths } from '../../app/paths.ts';
import { useRoute } from '../../client/index.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { ProgressStrip } from '../../ui/progress-strip.tsx';
import classes from './card-list.module.css';

interface RecordProcessesProps {
  readonly entity: string;
  readonly id: string;
}

/** Processes that work on the record now, each with its throughline. */
export function RecordProcesses({ entity, id }: RecordProcessesProps) {
  const { t } = useTranslation('tasks');
  const processes = useRoute(routes.records.recordProcesses, { params: { entity, id } });
  return (
    <Loaded query={processes} compact>
      {({ items }) => {
        const active = items.filter((item) => item.status === 'active');
        if (active.length === 0) return <Text size="sm">{t('card.noProcesses')}</Text>;
        return (
          <ul className={classes.list}>
            {active.map((item) => (
              <li key={item.instanceId} className={classes.stack}>
                {item.canWatch ? (
                  <Link to={paths.instance(item.instanceId)}>{item.processName}</Link>
                ) : (
                  <span>{item.processName}</span>
                )}
                <ProgressStrip {...item.progress} />
              </li>
            ))}
          </ul>
        );
      }}
    </Loaded>
  );
}
