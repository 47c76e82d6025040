import { Button, Tooltip, UnstyledButton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type EntityMeta, type RecordPath, type RecordView } from '#contract';
import { queryClient, routeKey, useReportError, useRoute } from '../../client/index.ts';
import { useLocalized } from '../../i18n/use-locale.ts';
import { StatusIcon } from '../../ui/status-icon.tsx';
import classes from '../records/status-bar.module.css';
import { useUpdateRecord } from '../records/use-update-record.ts';
import { AttentionLine } from './attention-line.tsx';
import { StagePanel } from './stage-panel.tsx';
import { useSpan } from './use-span.ts';
import { usePageActions } from '../../ui/actions/page-actions.ts';

interface StagePathProps {
  readonly meta: EntityMeta;
  readonly record: RecordView;
}

type Stage = RecordPath['stages'][number];
const UNDO_MS = 10_000;

/** The way of a deal or lead: a click moves it, says first what the stage still needs, and can be undone. */
export function StagePath({ meta, record }: StagePathProps) {
  const { t } = useTranslation(['sales', 'records', 'common']);
  const localized = useLocalized();
  const span = useSpan();
  const report = useReportError();
  const [blocked, setBlocked] = useState<Stage | null>(null);
  const params = { entity: record.entity as 'deal' | 'lead', id: record.id };
  const path = useRoute(routes.sales.recordPath, { params });
  const stale = (): void =>
    void queryClient.invalidateQueries({ queryKey: routeKey(routes.sales.recordPath, { params }) });
  const update = useUpdateRecord({ onDone: stale, onError: report });
  const stages = path.data?.stages ?? [];
  const field = path.data?.field ?? 'stage';
  const current = stages.find((stage) => stage.isCurrent);
  const offerUndo = (moved: RecordView, to: Stage): void => {
    if (!current) return;
    const toast = `stage-${record.id}-${moved.version}`;
    notifications.show({
      id: toast,
      autoClose: UNDO_MS,
      color: 'accent',
      message: (
        <span className={classes.toast}>
          {t('records:page.statusChanged', {
            name: moved.number ?? moved.title,
            status: localized(to.label),
          })}
          <Button
            size="compact-sm"
            onClick={() => {
              notifications.hide(toast);
              update.run({ params, body: { version: moved.version, fields: { [field]: current.code } } });
            }}
          >
            {t('common:actions.undo')}
          </Button>
        </span>
      ),
    });
  };
  const move = (stage: Stage): void => {
    if (stage.isCurrent) return;
    if (stage.missing.length > 0) return setBlocked(stage);
    void update
      .runAsync({ params, body: { version: record.version, fields: { [field]: stage.code } } })
      .then((moved) => offerUndo(moved, stage))
      .catch(() => undefined);
  };
  usePageActions(
    (record.rights.edit ? stages : [])
      .filter((stage) => !stage.isCurrent && !isByConversion(record, stage, current))
      .map((stage) => ({
        name: `stage-${stage.code}`,
        label: t('sales:path.moveTo', { stage: localized(stage.label) }),
        isDetail: true,
        run: () => move(stage),
      })),
  );
  return (
    <>
      <div
        className={classes.bar}
        role="group"
        aria-label={t('sales:path.label', { name: path.data ? localized(path.data.pipeline.label) : '' })}
        aria-busy={update.pending || path.isPending}
      >
        {stages.map((stage) => {
          const needs = stage.missing.map((one) => localized(one.text)).join('; ');
          const spent = stage.durationMs === null ? null : span(stage.durationMs);
          const hint = [
            stage.isCurrent && spent ? t('sales:path.since', { time: spent }) : null,
            !stage.isCurrent && spent ? t('sales:path.spent', { time: spent }) : null,
            needs ? t('sales:path.needs', { what: needs }) : null,
          ].filter((one) => one !== null);
          return (
            <Tooltip
              key={stage.code}
              label={hint.join('. ')}
              disabled={hint.length === 0}
              multiline
              maw={320}
            >
              <UnstyledButton
                className={classes.stage}
                data-chosen={stage.isCurrent || undefined}
                style={{
                  '--tone': `var(--tl-${stage.tone})`,
                  '--tone-soft': `var(--tl-${stage.tone}-soft)`,
                  '--tone-text': `var(--tl-${stage.tone}-text)`,
                }}
                aria-pressed={stage.isCurrent}
                disabled={!record.rights.edit || update.pending || isByConversion(record, stage, current)}
                onClick={() => move(stage)}
              >
                {stage.isCurrent && <StatusIcon tone={stage.tone} size={13} />}
                {localized(stage.label)}
              </UnstyledButton>
            </Tooltip>
          );
        })}
      </div>
      {path.data && <AttentionLine path={path.data} />}
      {blocked && (
        <StagePanel
          meta={meta}
          record={record}
          stage={blocked}
          field={field}
          onMoved={(moved) => {
            setBlocked(null);
            stale();
            offerUndo(moved, blocked);
          }}
          onClose={() => setBlocked(null)}
        />
      )}
    </>
  );
}

/** A lead is converted by its conversion, and leaves that state by its reversal only. */
function isByConversion(record: RecordView, stage: Stage, current: Stage | undefined): boolean {
  return record.entity === 'lead' && (stage.baseStatus === 'won' || current?.baseStatus === 'won');
}
