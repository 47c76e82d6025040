import { notifications } from '@mantine/notifications';
import { IconPlus } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../client/index.ts';
import { ActionSign } from '../../ui/actions/action-button.tsx';

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
  const chooser = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={chooser}
        type="file"
        hidden
        aria-label={t('files.add')}
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          if (file) void send(file);
          // The same file may be chosen again.
          currentTarget.value = '';
        }}
      />
      <ActionSign
        action={{
          name: 'attach',
          label: t('files.add'),
          icon: IconPlus,
          run: () => chooser.current?.click(),
        }}
        iconSize={16}
        loading={uploading}
      />
    </>
  );
}
