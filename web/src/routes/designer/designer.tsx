import { notifications } from '@mantine/notifications';
import { useMediaQuery } from '@mantine/hooks';
import { Skeleton } from '@mantine/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { routes, type Draft, type Finding } from '#contract';
import { api, useReportError, useRoute } from '../../client/index.ts';
import { DesignerContext, type DesignerScope } from '../../features/designer/designer-context.ts';
import { knownVariables } from '../../features/designer/session/known-variables.ts';
import { useCanvas } from '../../features/designer/session/use-canvas.ts';
import { useDraftSaver } from '../../features/designer/session/use-draft-saver.ts';
import { allFindings } from '../../features/designer/problems/all-findings.ts';
import { PublishPanel } from '../../features/designer/publish/publish-panel.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { ConflictBanner } from './conflict-banner.tsx';
import { DesignerHeader } from './designer-header.tsx';
import { DesignerPanes } from './designer-panes.tsx';
import classes from './designer.module.css';

interface DesignerProps {
  readonly draft: Draft;
  readonly onReload: () => void;
}

export function Designer({ draft: read, onReload }: DesignerProps) {
  // As it was opened: a later read of the same draft must not replace what is being drawn.
  const [draft] = useState(read);
  const { t } = useTranslation('designer');
  const phone = useMediaQuery('(max-width: 62em)', false, { getInitialValueInEffect: false });
  const report = useReportError();
  const startsWithProblems = (useLocation().state as { problems?: boolean } | null)?.problems === true;
  const [isPublishing, setPublishing] = useState(false);
  const [areProblemsOpen, setProblemsOpen] = useState(startsWithProblems);
  /** What the server found, for the diagram as it was then. */
  const [checked, setChecked] = useState<readonly Finding[] | null>(null);
  const catalogue = useRoute(routes.processes.catalogue, {}, { staleTime: 300_000 }).data ?? null;
  const handleRef = useRef<{ exportXml(): Promise<string> } | null>(null);
  const saving = useDraftSaver(draft, () => handleRef.current?.exportXml() ?? Promise.resolve(draft.xml));
  const { saver, state } = saving;
  const canvas = useCanvas({
    xml: draft.xml,
    onEdit: () => {
      setChecked(null);
      saver.touch();
    },
    beforeClose: () => saver.flush(),
  });
  const { handle, reading } = canvas;
  const name = reading.root?.process?.name ?? draft.name;
  usePageTitle(name);
  useEffect(() => {
    // Kept after the canvas is gone, so that the last save can still read it.
    if (handle) handleRef.current = handle;
  }, [handle]);
  const findings = useMemo(
    () => allFindings(reading.findings, checked ?? saving.latest.findings),
    [reading.findings, checked, saving.latest.findings],
  );
  useEffect(() => handle?.setProblems(findings), [handle, findings]);
  const scope = useMemo((): DesignerScope | null => {
    if (!handle) return null;
    const element: DesignerScope['element'] = (id) => handle.getElement(id);
    return {
      processKey: draft.processKey,
      handle,
      catalogue,
      outline: reading.outline,
      findings,
      variables: knownVariables(reading.outline, reading.root, element),
      selectedId: reading.selected?.id ?? null,
      select: (id) => handle.select(id),
      update: (id, patch) => handle.updateProperties(id, patch),
      element,
    };
  }, [handle, catalogue, reading, findings, draft.processKey]);
  const check = async (): Promise<void> => {
    if (!handle) return;
    try {
      const answer = await api.call(routes.processes.checkDiagram, {
        body: { xml: await handle.exportXml() },
      });
      setChecked(answer.findings);
      if (allFindings(handle.lint(), answer.findings).length > 0) setProblemsOpen(true);
      else notifications.show({ message: t('problems.fine'), color: 'green' });
    } catch (error) {
      report(error);
    }
  };
  const afterPublish = async (): Promise<void> => {
    const next = await api.call(routes.processes.getDraft, { params: { processKey: draft.processKey } });
    saver.rebase(next);
    saving.renew(next);
  };
  return (
    <div className={classes.page}>
      <DesignerHeader
        processKey={draft.processKey}
        name={name}
        basedOnVersion={saving.latest.basedOnVersion}
        state={state}
        saver={saver}
        handle={handle}
        edit={reading.edit}
        onCheck={check}
        onPublish={() => setPublishing(true)}
      />
      {state.kind === 'conflict' && (
        <ConflictBanner saver={saver} processKey={draft.processKey} onReload={onReload} />
      )}
      <DesignerPanes
        scope={scope}
        host={canvas.host}
        root={reading.root}
        selected={reading.selected}
        report={canvas.report}
        phone={phone}
        areProblemsOpen={areProblemsOpen}
        onToggleProblems={() => setProblemsOpen(!areProblemsOpen)}
        cover={
          canvas.failed ? (
            <EmptyState tone="failed" title={t('canvas.failed')} message={t('canvas.failedHint')} />
          ) : handle ? null : (
            <Skeleton className={classes.cover} radius={0} aria-label={t('canvas.loading')} />
          )
        }
      />
      {isPublishing && scope && (
        <DesignerContext value={scope}>
          <PublishPanel
            saver={saver}
            basedOnVersion={saving.latest.basedOnVersion}
            onPublished={() => void afterPublish().catch(report)}
            onRefused={(error) => {
              report(error);
              void check();
            }}
            onClose={() => setPublishing(false)}
          />
        </DesignerContext>
      )}
    </div>
  );
}
