import { Button, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { routes, type AdminPerson } from '#contract';
import { paths } from '../../app/paths.ts';
import { useAction, useRoute } from '../../client/index.ts';
import classes from '../../features/audit/audit.module.css';
import { Loaded } from '../../ui/loaded.tsx';
import { UserPicker } from '../../ui/pickers/user-picker.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';

interface LeavePanelProps {
  readonly person: AdminPerson;
  readonly onClose: () => void;
}

/** What somebody who leaves still has to do, and who does it from now on. */
export function LeavePanel({ person, onClose }: LeavePanelProps) {
  const { t } = useTranslation('people');
  const [handOverTo, setHandOverTo] = useState<string | null>(null);
  const params = { id: person.id };
  const work = useRoute(routes.people.openWork, { params });
  const keepOut = useAction(routes.people.keepOut, {
    invalidate: [
      routes.people.allPeople,
      routes.people.openWork,
      routes.admin.organisation,
      routes.admin.people,
    ],
    onSuccess: ({ tasks, activities }) => {
      if (tasks + activities > 0)
        notifications.show({ message: t('handedOver', { tasks, activities }), color: 'accent' });
      onClose();
    },
  });
  return (
    <SidePanel
      title={t('leaveTitle', { name: person.name })}
      onClose={onClose}
      footer={
        <Button
          variant="filled"
          loading={keepOut.pending}
          disabled={!person.isActive && handOverTo === null}
          onClick={() => keepOut.run({ params, body: { handOverTo } })}
        >
          {t(person.isActive ? 'keepOut' : 'handOver')}
        </Button>
      }
    >
      {person.isActive && (
        <Text size="sm" mb="md">
          {t('leaveHint')}
        </Text>
      )}
      <Loaded query={work} compact>
        {({ tasks, taskCount, activityCount }) => (
          <>
            {taskCount + activityCount === 0 ? (
              <Text size="sm">{t('nothingOpen')}</Text>
            ) : (
              <>
                <Text size="sm" mb="xs">
                  {t('stillOpen', { tasks: taskCount, activities: activityCount })}
                </Text>
                <UserPicker label={t('handOverTo')} value={handOverTo} onChange={setHandOverTo} />
              </>
            )}
            <ul className={classes.list} aria-label={t('openWork')}>
              {tasks.map((task) => (
                <li key={task.id} className={classes.row}>
                  <div className={classes.facts}>
                    <Link to={paths.instance(task.instanceId)}>{task.name}</Link>
                    <span className={classes.dim}>
                      {task.processName}
                      {task.dueAt && (
                        <>
                          {' · '}
                          <RelativeTime at={task.dueAt} />
                        </>
                      )}
                    </span>
                  </div>
                </li>
              ))}
            </ul>
            {taskCount > tasks.length && (
              <Text size="sm" c="dimmed">
                {t('moreTasks', { count: taskCount - tasks.length })}
              </Text>
            )}
          </>
        )}
      </Loaded>
    </SidePanel>
  );
}
