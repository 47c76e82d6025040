import { Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type RecordFile, type RecordView } from '#contract';
import { queryClient, routeKey, uploadFile, useAction, useRoute } from '../../client/index.ts';
import { ConfirmPanel } from '../../ui/confirm-panel.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/section.tsx';
import { AddFileButton } from '../files/add-file-button.tsx';
import { FileList } from '../files/file-list.tsx';

/** Files of a record: added one by one, opened by whoever may read the record. */
export function FilesBlock({ record }: { readonly record: RecordView }) {
  const { t } = useTranslation('sales');
  const params = { entity: record.entity, id: record.id };
  const files = useRoute(routes.collaboration.recordFiles, { params });
  const stale = [routes.collaboration.recordFiles, routes.records.timeline] as const;
  const [removing, setRemoving] = useState<RecordFile | null>(null);
  const remove = useAction(routes.collaboration.removeFile, {
    invalidate: stale,
    onSuccess: () => setRemoving(null),
  });
  const upload = async (file: File): Promise<void> => {
    await uploadFile({ ...params, file });
    for (const route of stale) void queryClient.invalidateQueries({ queryKey: routeKey(route) });
  };
  return (
    <Section
      title={t('files.title')}
      count={files.data?.items.length}
      actions={record.rights.edit && <AddFileButton upload={upload} />}
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
              contentOf={(file) => `/api/files/${file.id}/content`}
              isRemovable={() => record.rights.edit}
              onRemove={setRemoving}
            />
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
