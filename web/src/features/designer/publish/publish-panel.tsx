import { Button, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type DefinitionSummary } from '#contract';
import { useAction, useRoute, type ApiError } from '../../../client/index.ts';
import { Section } from '../../../ui/section.tsx';
import { SidePanel } from '../../../ui/side-panel.tsx';
import { useDesignerScope } from '../designer-context.ts';
import { ProblemRow } from '../problems/problem-row.tsx';
import type { DraftSaver } from '../session/draft-saver.ts';
import { ChangesList } from './changes-list.tsx';
import { PublishedNote } from './published-note.tsx';
import classes from './publish.module.css';

interface PublishPanelProps {
  readonly saver: DraftSaver;
  readonly basedOnVersion: number | null;
  readonly onPublished: (version: DefinitionSummary) => void;
  readonly onRefused: (error: ApiError) => void;
  readonly onClose: () => void;
}

/** What will change, why, and what stands in the way. */
export function PublishPanel(props: PublishPanelProps) {
  const { saver, basedOnVersion, onPublished, onRefused, onClose } = props;
  const { t } = useTranslation(['designer', 'common']);
  const { processKey, findings } = useDesignerScope();
  const [reason, setReason] = useState('');
  const [isSaving, setSaving] = useState(false);
  const [published, setPublished] = useState<DefinitionSummary | null>(null);
  const versions = useRoute(routes.processes.versions, { params: { processKey } });
  const base = versions.data?.items.find((version) => version.version === basedOnVersion);
  const running = versions.data?.items.reduce((sum, version) => sum + version.running, 0) ?? 0;
  const errors = findings.filter((finding) => finding.severity === 'error');
  const warnings = findings.filter((finding) => finding.severity === 'warning');
  const publish = useAction(routes.processes.publish, {
    invalidate: [routes.processes.listProcesses, routes.processes.versions],
    onSuccess: (version) => {
      setPublished(version);
      onPublished(version);
    },
    onError: onRefused,
  });
  const run = async (): Promise<void> => {
    setSaving(true);
    const isSaved = await saver.flush();
    setSaving(false);
    if (!isSaved) return onClose();
    publish.run({
      params: { processKey },
      body: { revision: saver.revision, ...(reason.trim() && { reason: reason.trim() }) },
    });
  };
  if (published) return <PublishedNote version={published} running={running} onClose={onClose} />;
  return (
    <SidePanel
      title={t('designer:publish.title')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common:actions.cancel')}</Button>
          <Button
            variant="filled"
            disabled={errors.length > 0}
            loading={publish.pending || isSaving}
            onClick={() => void run()}
          >
            {t('designer:publish.publish')}
          </Button>
        </>
      }
    >
      {errors.length > 0 && (
        <Section title={t('designer:publish.blocked')} count={errors.length}>
          <ul className={classes.problems}>
            {errors.map((finding, at) => (
              <ProblemRow key={at} finding={finding} onJump={onClose} />
            ))}
          </ul>
        </Section>
      )}
      <Textarea
        data-autofocus
        label={t('common:reason.label')}
        description={t('designer:publish.reasonHint')}
        autosize
        minRows={2}
        maxLength={1000}
        mt={errors.length > 0 ? 'md' : 0}
        mb="lg"
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Section title={t('designer:publish.changes')}>
        {basedOnVersion === null && <Text c="dimmed">{t('designer:publish.first')}</Text>}
        {base && <ChangesList definitionId={base.id} revision={saver.revision} />}
      </Section>
      {warnings.length > 0 && (
        <Section title={t('designer:publish.warnings')} count={warnings.length}>
          <ul className={classes.problems}>
            {warnings.map((finding, at) => (
              <ProblemRow key={at} finding={finding} onJump={onClose} />
            ))}
          </ul>
        </Section>
      )}
      <p className={classes.note}>
        {running > 0 ? t('designer:publish.running', { count: running }) : t('designer:publish.fresh')}
      </p>
    </SidePanel>
  );
}
