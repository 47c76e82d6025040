import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { DefinitionSummary } from '#contract';
import { paths } from '../../../app/paths.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { SidePanel } from '../../../ui/side-panel.tsx';

interface PublishedNoteProps {
  readonly version: DefinitionSummary;
  /** Instances of earlier versions. */
  readonly running: number;
  readonly onClose: () => void;
}

/** The version runs; where to look next. */
export function PublishedNote({ version, running, onClose }: PublishedNoteProps) {
  const { t } = useTranslation(['designer', 'common']);
  return (
    <SidePanel
      title={t('designer:publish.title')}
      onClose={onClose}
      footer={
        <>
          <Button component={Link} to={paths.instancesOf(version.processKey)}>
            {t('designer:publish.watch')}
          </Button>
          <Button variant="filled" data-autofocus onClick={onClose}>
            {t('designer:publish.goOn')}
          </Button>
        </>
      }
    >
      <EmptyState
        compact
        tone="done"
        title={t('designer:publish.done', { version: version.version })}
        message={
          running > 0 ? t('designer:publish.stay', { count: running }) : t('designer:publish.doneFresh')
        }
      />
    </SidePanel>
  );
}
