import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { routes, type TaskFile } from '#contract';
import { paths } from '../../app/paths.ts';
import { useRoute } from '../../client/index.ts';
import { CardSection } from '../tasks/card-section.tsx';
import { FileList } from './file-list.tsx';
import classes from './files.module.css';
import { RemoveTaskFile } from './remove-task-file.tsx';
import { taskFileContent } from './task-file-content.ts';

/** Files of all tasks of an instance; nothing where there are none. */
export function InstanceFiles({ instanceId }: { readonly instanceId: string }) {
  const { t } = useTranslation('sales');
  const files = useRoute(routes.taskFiles.instanceFiles, { params: { id: instanceId } });
  const [removing, setRemoving] = useState<TaskFile | null>(null);
  const items = files.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <CardSection title={t('files.title')}>
      <FileList
        files={items}
        contentOf={taskFileContent}
        isRemovable={(file) => file.removable}
        onRemove={setRemoving}
        more={({ task }) => (
          <div className={classes.dim}>
            <Link to={paths.task(task.id)}>{task.name}</Link>
          </div>
        )}
      />
      {removing && <RemoveTaskFile file={removing} onClose={() => setRemoving(null)} />}
    </CardSection>
  );
}
