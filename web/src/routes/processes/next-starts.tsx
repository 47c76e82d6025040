import { Button, Text } from '@mantine/core';
import { IconClockEdit } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { routes, type NextStart, type ProcessListItem } from '#contract';
import { useRoute } from '../../client/index.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';
import classes from './processes-page.module.css';

interface NextStartsProps {
  readonly process: ProcessListItem;
  readonly onChange: (start: NextStart) => void;
}

/** What timers of the process will start, for whoever watches it; nothing where no timer does. */
export function NextStarts({ process, onChange }: NextStartsProps) {
  const { t } = useTranslation('processes');
  const { processKey, rights } = process;
  const mayWatch = rights.includes('watch');
  const starts = useRoute(routes.processes.nextStarts, { params: { processKey } }, { enabled: mayWatch });
  const items = starts.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section className={classes.starts} aria-label={t('starts.title')}>
      <Text component="h3" fw={600} size="sm">
        {t('starts.title')}
      </Text>
      <ul>
        {items.map((start) => (
          <li key={start.id}>
            <span>
              {start.elementName ?? start.elementId}
              <Text span display="block" size="sm" c="dimmed">
                <RelativeTime at={start.dueAt} />
              </Text>
            </span>
            {rights.includes('intervene') && (
              <Button
                size="compact-sm"
                leftSection={<IconClockEdit size={14} aria-hidden />}
                onClick={() => onChange(start)}
              >
                {t('starts.change')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
