import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import type { AssignmentSettings } from '#moddle';
import { api, routeKey } from '../../../client/index.ts';
import { PersonAvatar } from '../../../ui/person-avatar.tsx';
import classes from './executor-preview.module.css';

const POOL_SHOWN = 4;

/** Who would get the task if it were made now, substitutions included. */
export function ExecutorPreview({ assignment }: { readonly assignment: AssignmentSettings | null }) {
  const { t } = useTranslation('designer');
  const body = { kind: assignment?.kind ?? '', value: assignment?.value ?? null };
  const dependsOnRecord = assignment?.kind === 'recordOwner' || assignment?.kind === 'expression';
  const preview = useQuery({
    queryKey: routeKey(routes.processes.previewExecutor, { query: body }),
    queryFn: () => api.call(routes.processes.previewExecutor, { body }),
    enabled: assignment !== null && !dependsOnRecord,
    retry: false,
  });
  if (!assignment) return null;
  if (assignment.kind === 'initiator' || dependsOnRecord)
    return (
      <Text className={classes.note}>
        {t(`who.later.${assignment.kind as 'initiator' | 'recordOwner' | 'expression'}`)}
      </Text>
    );
  if (preview.error) return <Text className={classes.note}>{t('who.unknown')}</Text>;
  if (!preview.data) return null;
  const { assignee, pool } = preview.data;
  const people = assignee ? [assignee] : pool;
  return (
    <div className={classes.preview} role="status">
      <Text className={classes.title}>
        {assignee || pool.length === 0 ? t('who.today') : t('who.todayPool')}
      </Text>
      {people.length === 0 && <Text size="sm">{t('who.nobody')}</Text>}
      {people.slice(0, POOL_SHOWN).map((person) => (
        <PersonAvatar key={person.id} person={person} withName />
      ))}
      {people.length > POOL_SHOWN && (
        <Text size="sm" c="dimmed">
          {t('who.more', { count: people.length - POOL_SHOWN })}
        </Text>
      )}
    </div>
  );
}
