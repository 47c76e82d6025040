import { ActionIcon, FileButton, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../client/index.ts';

interface AddFileButtonProps {
  readonly upload: (file: File) => Promise<void>;
}

/** Chooses a file and sends it; says why one was not taken. */
export function AddFileButton({ upload }: AddFileButtonProps) {
  const { t } = useTranslation('sales');
  const [uploading, setUploading] = useState(false);
  const send = async (file: File): Promise<void> => {
    setUploading(true);
    try {
      await upload(file);
    } catch (error) {
      const why = error instanceof ApiError ? (error.fields[0]?.message ?? error.message) : String(error);
      notifications.show({ color: 'red', message: t('files.failed', { name: file.name, why }) });
    } finally {
      setUploading(false);
    }
  };
  return (
    <FileButton onChange={(file) => file && void send(file)}>
      {(button) => (
        <Tooltip label={t('files.add')}>
          <ActionIcon {...button} aria-label={t('files.add')} loading={uploading}>
            <IconPlus size={16} />
          </ActionIcon>
        </Tooltip>
      )}
    </FileButton>
  );
}
