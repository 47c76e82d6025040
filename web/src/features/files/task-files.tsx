import { Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type TaskDetail, type TaskFile } from '#contract';
import { queryClient, routeKey, uploadTaskFile, useLive, useRoute } from '../../client/index.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/section.tsx';
import { AddFileButton } from './add-file-button.tsx';
import { FileList } from './file-list.tsx';
import { RemoveTaskFile } from './remove-task-file.tsx';
import { taskFileContent } from './task-file-content.ts';

/** Files of one task, beside the work: added by who works on it, opened by who may see it. */
export function TaskFiles({ task }: { readonly task: Pick<TaskDetail, 'id' | 'instanceId'> }) {
  const { t } = useTranslation('sales');
  const files = useRoute(routes.taskFiles.taskFiles, { params: { id: task.id } });
  useLive({ kind: 'instance', id: task.instanceId }, [routes.taskFiles.taskFiles]);
  const [removing, setRemoving] = useState<TaskFile | null>(null);
  const upload = async (file: File): Promise<void> => {
    await uploadTaskFile({ taskId: task.id, file });
    const queryKey = routeKey(routes.taskFiles.taskFiles);
    await queryClient.invalidateQueries({ queryKey });
  };
  return (
    <Section
      title={t('files.title')}
      count={files.data?.items.length}
      actions={files.data?.mayAdd && <AddFileButton upload={upload} />}
    >
      <Loaded query={files} compact>
        {({ items }) => (
          <>
            {items.length === 0 && (
              <Text size="sm" c="dimmed" role="status">
                {t('files.none')}
              </Text>
            )}
            <FileList
              files={items}
              contentOf={taskFileContent}
              isRemovable={(file) => file.removable}
              onRemove={setRemoving}
            />
          </>
        )}
      </Loaded>
      {removing && <RemoveTaskFile file={removing} onClose={() => setRemoving(null)} />}
    </Section>
  );
}
