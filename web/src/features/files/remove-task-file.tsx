import { useTranslation } from 'react-i18next';
import { routes, type TaskFile } from '#contract';
import { useAction } from '../../client/index.ts';
import { ConfirmPanel } from '../../ui/confirm-panel.tsx';

interface RemoveTaskFileProps {
  readonly file: TaskFile;
  readonly onClose: () => void;
}

/** Asks before a file leaves its task. */
export function RemoveTaskFile({ file, onClose }: RemoveTaskFileProps) {
  const { t } = useTranslation('sales');
  const remove = useAction(routes.taskFiles.removeTaskFile, {
    invalidate: [
      routes.taskFiles.taskFiles,
      routes.taskFiles.instanceFiles,
      routes.instances.instanceHistory,
    ],
    onSuccess: onClose,
  });
  return (
    <ConfirmPanel
      danger
      title={t('files.removeTitle', { name: file.name })}
      message={t('files.removeTaskMessage')}
      confirmLabel={t('files.removeConfirm')}
      pending={remove.pending}
      onConfirm={() => remove.run({ params: { id: file.task.id, fileId: file.id } })}
      onClose={onClose}
    />
  );
}
