import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type Suspension } from '#contract';
import { useAction, useRoute } from '../../client/index.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import classes from './operations.module.css';
import { SuspendTargetPanel } from './suspend-target-panel.tsx';

/** Processes, elements and kinds of jobs that take no new work. */
export function SuspensionsTab() {
  const { t } = useTranslation('operations');
  const [adds, setAdds] = useState(false);
  const suspensions = useRoute(routes.operations.listSuspensions);
  return (
    <>
      <div className={classes.bar}>
        <Button variant="filled" onClick={() => setAdds(true)}>
          {t('suspension.add')}
        </Button>
      </div>
      <Loaded query={suspensions}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState
              compact
              tone="done"
              title={t('suspension.empty')}
              message={t('suspension.emptyHint')}
            />
          ) : (
            <ul className={classes.list}>
              {items.map((suspension) => (
                <SuspensionRow key={suspension.id} suspension={suspension} />
              ))}
            </ul>
          )
        }
      </Loaded>
      {adds && <SuspendTargetPanel onClose={() => setAdds(false)} />}
    </>
  );
}

function SuspensionRow({ suspension }: { readonly suspension: Suspension }) {
  const { t } = useTranslation(['operations', 'common']);
  const { target, processName, elementName, by, since, reason } = suspension;
  const resume = useAction(routes.operations.resume, { invalidate: [routes.operations.listSuspensions] });
  return (
    <li className={classes.row}>
      <span className={classes.words}>
        <span>
          {target.kind === 'jobType' ? target.jobType : (processName ?? target.processKey)}
          {target.kind === 'element' && ` · ${elementName ?? target.elementId}`}
        </span>
        <span className={classes.dim}>
          {t(`operations:suspension.target.${target.kind}`)} · {by?.name ?? t('common:words.system')},{' '}
          <RelativeTime at={since} />
          {reason !== null && ` · ${reason}`}
        </span>
      </span>
      <Button size="compact-sm" loading={resume.pending} onClick={() => resume.run({ body: { target } })}>
        {t('operations:suspension.resume')}
      </Button>
    </li>
  );
}
