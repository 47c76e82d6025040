import { Button, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { useRoute } from '../../client/index.ts';
import { type Compared } from './compared.ts';
import { useUndoMerge } from './use-undo-merge.ts';

interface MergesToUndoProps {
  readonly entity: Compared;
  readonly id: string;
}

/** What was merged into the record and can still come apart. */
export function MergesToUndo({ entity, id }: MergesToUndoProps) {
  const { t } = useTranslation('records');
  const merges = useRoute(routes.duplicates.merges, { query: { entity, id } });
  const undo = useUndoMerge();
  const items = merges.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Stack gap="xs">
      <Text fw={600}>{t('merge.former')}</Text>
      {items.map((item) => (
        <Group key={item.id} justify="space-between" wrap="nowrap">
          <Text size="sm">{item.loser.title}</Text>
          <Button
            size="compact-sm"
            aria-label={t('merge.undoOf', { name: item.loser.title })}
            loading={undo.pending}
            onClick={() => undo.run({ params: { id: item.id } })}
          >
            {t('merge.undo')}
          </Button>
        </Group>
      ))}
    </Stack>
  );
}
