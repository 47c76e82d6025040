/** What who leads looks after: what went wrong, who has how much, how his processes run. */
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { routes, type FilterGroup } from '#contract';
import { paths } from '../../app/paths.ts';
import { useRoute } from '../../client/index.ts';
import { InstanceStatus } from '../../features/instance/instance-status.tsx';
import { DueLabel } from '../../features/tasks/due-label.tsx';
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import { SHOWN_MAX, WidgetList } from './widget-list.tsx';
import classes from './home.module.css';

const list = { list: 'process_instance' } as const;

/** Running, and failed, late or at rest. */
const EXCEPTIONS: FilterGroup = {
  op: 'and',
  items: [
    { field: 'status', operator: 'in', value: ['active'] },
    {
      op: 'or',
      items: [
        { field: 'incidents', operator: 'gte', value: 1 },
        { field: 'overdue', operator: 'eq', value: true },
        { field: 'suspended', operator: 'eq', value: true },
      ],
    },
  ],
};
const OPEN: FilterGroup = {
  op: 'and',
  items: [
    { field: 'state', operator: 'in', value: ['planned', 'ready'] },
    { field: 'assignee', operator: 'notEmpty' },
  ],
};

export function Exceptions() {
  const { t } = useTranslation('home');
  const filter = JSON.stringify(EXCEPTIONS);
  const found = useRoute(routes.workLists.listWork, {
    params: list,
    query: { filter, sort: 'incidents:desc,dueAt:asc', limit: SHOWN_MAX },
  });
  const more = `${paths.instances()}?filter=${encodeURIComponent(filter)}`;
  return (
    <WidgetList
      query={found}
      itemsOf={({ items }) => items}
      keyOf={({ id }) => id}
      empty={t('nothing.exceptions')}
      more={{ to: more, label: t('all', { count: found.data?.total ?? 0 }) }}
      row={({ id, title, fields }) => (
        <>
          <span className={classes.words}>
            <Link to={paths.instance(id)}>{title}</Link>
          </span>
          {(Number(fields['incidents']) > 0 || fields['suspended'] === true) && (
            <InstanceStatus
              status="active"
              incidents={Number(fields['incidents'])}
              suspended={fields['suspended'] === true}
              plain
            />
          )}
          {fields['overdue'] === true && <DueLabel dueAt={String(fields['dueAt'])} overdue />}
        </>
      )}
    />
  );
}

/** Open tasks by person, the fullest desk first. */
export function TeamLoad() {
  const { t } = useTranslation('home');
  const open = useRoute(routes.workLists.workGroups, {
    params: { list: 'user_task' },
    query: { by: 'assignee', filter: JSON.stringify(OPEN) },
  });
  const most = Math.max(1, ...(open.data?.groups ?? []).map((group) => group.count));
  return (
    <WidgetList
      query={open}
      itemsOf={({ groups }) => groups.toSorted((one, other) => other.count - one.count)}
      keyOf={({ key }) => key ?? ''}
      empty={t('nothing.teamLoad')}
      more={{ to: `${paths.tasks()}?group=assignee`, label: t('allTasks') }}
      row={({ key, link, count }) => (
        <>
          <span style={{ flex: '0 0 150px', minWidth: 0 }}>
            <PersonAvatar person={{ id: key ?? '', name: link?.title ?? '…' }} size={20} withName />
          </span>
          <span style={{ flex: 1 }} aria-hidden>
            <span
              className={classes.bar}
              style={{ display: 'block', width: `${Math.round((count / most) * 100)}%` }}
            />
          </span>
          <span>{t('tasks', { count })}</span>
        </>
      )}
    />
  );
}

/** Processes with what runs of them, and what failed. */
export function Processes() {
  const { t } = useTranslation('home');
  const library = useRoute(routes.processes.listProcesses, {}, { staleTime: 60_000 });
  return (
    <WidgetList
      query={library}
      itemsOf={({ items }) =>
        items.toSorted((one, other) => other.incidents - one.incidents || other.running - one.running)
      }
      keyOf={({ processKey }) => processKey}
      empty={t('nothing.processes')}
      more={{ to: paths.processes(), label: t('allProcesses') }}
      row={({ processKey, name, running, incidents, draft }) => (
        <>
          <span className={classes.words}>
            <Link to={paths.instancesOf(processKey)}>{name}</Link>
            {draft && <span className={classes.dim}>{t('hasDraft')}</span>}
          </span>
          <span className={classes.dim}>{t('running', { count: running })}</span>
          {incidents > 0 && <InstanceStatus status="active" incidents={incidents} plain />}
        </>
      )}
    />
  );
}
