import { ActionIcon, FileButton, Text, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconFile, IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type RecordFile, type RecordView } from '#contract';
import { ApiError, queryClient, routeKey, uploadFile, useAction, useRoute } from '../../client/index.ts';
import { formatDate, formatNumber } from '../../i18n/formats.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import { ConfirmPanel } from '../../ui/confirm-panel.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/section.tsx';
import classes from '../sales/sales.module.css';

const KILO = 1024;

/** Files of a record: added one by one, opened by whoever may read the record. */
export function FilesBlock({ record }: { readonly record: RecordView }) {
  const { t } = useTranslation('sales');
  const locale = useLocale();
  const [uploading, setUploading] = useState<string | null>(null);
  const params = { entity: record.entity, id: record.id };
  const files = useRoute(routes.collaboration.recordFiles, { params });
  const stale = [routes.collaboration.recordFiles, routes.records.timeline] as const;
  const [removing, setRemoving] = useState<RecordFile | null>(null);
  const remove = useAction(routes.collaboration.removeFile, {
    invalidate: stale,
    onSuccess: () => setRemoving(null),
  });
  const upload = async (file: File): Promise<void> => {
    setUploading(file.name);
    try {
      await uploadFile({ ...params, file });
      for (const route of stale) void queryClient.invalidateQueries({ queryKey: routeKey(route) });
    } catch (error) {
      const why = error instanceof ApiError ? (error.fields[0]?.message ?? error.message) : String(error);
      notifications.show({ color: 'red', message: t('files.failed', { name: file.name, why }) });
    } finally {
      setUploading(null);
    }
  };
  const sizeOf = (size: number): string =>
    size < KILO * KILO
      ? `${formatNumber(locale, Math.max(1, Math.round(size / KILO)))} KB`
      : `${formatNumber(locale, Math.round(size / KILO / KILO))} MB`;
  return (
    <Section
      title={t('files.title')}
      count={files.data?.items.length}
      actions={
        record.rights.edit && (
          <FileButton onChange={(file) => file && void upload(file)}>
            {(button) => (
              <Tooltip label={t('files.add')}>
                <ActionIcon {...button} aria-label={t('files.add')} loading={uploading !== null}>
                  <IconPlus size={16} />
                </ActionIcon>
              </Tooltip>
            )}
          </FileButton>
        )
      }
    >
      <Loaded query={files} compact>
        {({ items }) => (
          <>
            {items.length === 0 && (
              <Text size="sm" c="dimmed" role="status">
                {uploading ? t('files.uploading', { name: uploading }) : t('files.none')}
              </Text>
            )}
            <ul className={classes.list}>
              {items.map((file) => (
                <li key={file.id}>
                  <IconFile size={15} aria-hidden />
                  <span className={classes.grow}>
                    <a href={`/api/files/${file.id}/content`} download={file.name}>
                      {file.name}
                    </a>
                    <div className={classes.dim}>
                      {[sizeOf(file.size), formatDate(locale, file.createdAt), file.createdBy?.name]
                        .filter(Boolean)
                        .join(', ')}
                    </div>
                  </span>
                  {record.rights.edit && (
                    <ActionIcon
                      aria-label={t('files.remove', { name: file.name })}
                      onClick={() => setRemoving(file)}
                    >
                      <IconX size={14} />
                    </ActionIcon>
                  )}
                </li>
              ))}
            </ul>
          </>
        )}
      </Loaded>
      {removing && (
        <ConfirmPanel
          danger
          title={t('files.removeTitle', { name: removing.name })}
          message={t('files.removeMessage')}
          confirmLabel={t('files.removeConfirm')}
          pending={remove.pending}
          onConfirm={() => remove.run({ params: { ...params, fileId: removing.id } })}
          onClose={() => setRemoving(null)}
        />
      )}
    </Section>
  );
}
