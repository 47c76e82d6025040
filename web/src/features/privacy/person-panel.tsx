import { Button, Group, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { routes, type RecordView } from '#contract';
import { routeUrl } from '../../client/index.ts';
import { Section } from '../../ui/section.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import { useEntity } from '../records/use-entity.ts';

export type PersonEntity = 'contact' | 'lead';

interface PersonPanelProps {
  readonly record: RecordView;
  readonly entity: PersonEntity;
  readonly onClose: () => void;
}

const FORMATS = ['zip', 'html', 'json'] as const;

/** What the law gives a person: everything that is held about him. */
export function PersonPanel({ record, entity, onClose }: PersonPanelProps) {
  const { t } = useTranslation('privacy');
  const mayExport = useEntity(entity)?.rights.export === true;
  return (
    <SidePanel title={t('person.title', { name: record.title })} onClose={onClose} width={520}>
      {mayExport && (
        <Section title={t('report.title')}>
          <Text size="sm" mb="sm">
            {t('report.hint')}
          </Text>
          <Group gap="xs">
            {FORMATS.map((format) => (
              <Button
                key={format}
                component="a"
                download
                href={routeUrl(routes.privacy.accessReport, {
                  params: { entity, id: record.id },
                  query: { format },
                })}
                leftSection={<IconDownload size={16} aria-hidden />}
              >
                {t(`report.formats.${format}`)}
              </Button>
            ))}
          </Group>
        </Section>
      )}
    </SidePanel>
  );
}
