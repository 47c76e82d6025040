import { Alert, Button, Group, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { routes, type RecordView } from '#contract';
import { useMe } from '../../app/me-context.ts';
import { routeUrl, useRoute } from '../../client/index.ts';
import { formatDateTime } from '../../i18n/formats.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/section.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import { useEntity } from '../records/use-entity.ts';
import { ErasureSection } from './erasure-section.tsx';
import { HoldSection } from './hold-section.tsx';
import type { PersonEntity } from './people.ts';

interface PersonPanelProps {
  readonly record: RecordView;
  readonly entity: PersonEntity;
  readonly onClose: () => void;
}

const FORMATS = ['zip', 'html', 'json'] as const;

/** What the law gives a person: everything that is held about him, and to be forgotten. */
export function PersonPanel({ record, entity, onClose }: PersonPanelProps) {
  const { t } = useTranslation('privacy');
  const locale = useLocale();
  const { isAdmin } = useMe();
  const mayExport = useEntity(entity)?.rights.export === true;
  const params = { entity, id: record.id };
  const state = useRoute(routes.privacy.personState, { params });
  return (
    <SidePanel title={t('person.title', { name: record.title })} onClose={onClose} width={520}>
      <Loaded query={state} compact>
        {({ erasure, hold }) => (
          <>
            {erasure && (
              <Alert color="blue" title={t('erasure.done')} mb="md">
                {t('erasure.doneBy', {
                  at: formatDateTime(locale, erasure.at),
                  by: erasure.by ?? t('consent.system'),
                  reason: erasure.reason,
                })}
              </Alert>
            )}
            {mayExport && (
              <Section title={t('report.title')}>
                <Text size="sm" mb="sm">
                  {t('report.hint')}
                </Text>
                <Group gap="xs" mb="lg">
                  {FORMATS.map((format) => (
                    <Button
                      key={format}
                      component="a"
                      download
                      href={routeUrl(routes.privacy.accessReport, { params, query: { format } })}
                      leftSection={<IconDownload size={16} aria-hidden />}
                    >
                      {t(`report.formats.${format}`)}
                    </Button>
                  ))}
                </Group>
              </Section>
            )}
            {isAdmin && <HoldSection params={params} hold={hold} />}
            {isAdmin && !erasure && <ErasureSection params={params} onErased={onClose} />}
          </>
        )}
      </Loaded>
    </SidePanel>
  );
}
