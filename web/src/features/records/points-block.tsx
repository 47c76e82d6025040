import { Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type Point, type RecordView } from '#contract';
import { useRoute } from '../../client/index.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/section.tsx';
import { PointPanel } from './point-panel.tsx';
import { PointRow } from './point-row.tsx';
import { ActionSign } from '../../ui/actions/action-button.tsx';
import classes from './related-list.module.css';

interface PointsBlockProps {
  readonly record: RecordView;
  readonly entity: 'account' | 'contact';
}

/** All phones and addresses of a customer; what is doubtful says so and is confirmed or mended here. */
export function PointsBlock({ record, entity }: PointsBlockProps) {
  const { t } = useTranslation('records');
  const [writing, setWriting] = useState<Point | 'new' | null>(null);
  const params = { entity, id: record.id };
  const points = useRoute(routes.points.listPoints, { params });
  // Who may not know the phones may not add one either.
  const kinds = (['phone', 'email'] as const).filter((kind) => kind in record.fields);
  if (kinds.length === 0) return null;
  const mayAdd = record.rights.edit;
  return (
    <Section
      title={t('points.title')}
      count={points.data?.items.length}
      actions={
        mayAdd && (
          <ActionSign
            iconSize={16}
            action={{
              name: 'add-point',
              label: t('points.add'),
              icon: IconPlus,
              run: () => setWriting('new'),
            }}
          />
        )
      }
    >
      <Loaded query={points} compact>
        {({ items }) => (
          <>
            {items.length === 0 && (
              <Text size="sm" c="dimmed">
                {t('points.none')}
              </Text>
            )}
            <ul className={classes.list}>
              {items.map((point) => (
                <PointRow
                  key={point.id}
                  point={point}
                  party={params}
                  editable={record.rights.edit}
                  onEdit={() => setWriting(point)}
                />
              ))}
            </ul>
          </>
        )}
      </Loaded>
      {writing && (
        <PointPanel
          party={params}
          point={writing === 'new' ? null : writing}
          kinds={kinds}
          onClose={() => setWriting(null)}
        />
      )}
    </Section>
  );
}
