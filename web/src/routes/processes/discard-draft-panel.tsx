import { useTranslation } from 'react-i18next';
import { routes, type ProcessListItem } from '#contract';
import { useAction } from '../../client/index.ts';
import { ConfirmPanel } from '../../ui/confirm-panel.tsx';

interface DiscardDraftPanelProps {
  readonly process: ProcessListItem;
  readonly onClose: () => void;
}

export function DiscardDraftPanel({ process, onClose }: DiscardDraftPanelProps) {
  const { t } = useTranslation('processes');
  const discard = useAction(routes.processes.discardDraft, {
    invalidate: [routes.processes.listProcesses, routes.processes.getDraft],
    onSuccess: onClose,
  });
  return (
    <ConfirmPanel
      danger
      title={t('discard.title', { name: process.name })}
      message={
        process.latest ? t('discard.message', { version: process.latest.version }) : t('discard.messageNew')
      }
      confirmLabel={t('discard.action')}
      pending={discard.pending}
      onConfirm={() => discard.run({ params: { processKey: process.processKey } })}
      onClose={onClose}
    />
  );
}
