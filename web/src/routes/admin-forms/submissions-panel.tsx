import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { routes, type WebForm } from '#contract';
import { usePages } from '../../client/index.ts';
import classes from '../../features/audit/audit.module.css';
import { ErrorState } from '../../ui/error-state.tsx';
import { RecordLink } from '../../ui/record-link.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { RowsSkeleton } from '../../ui/skeletons.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';

interface SubmissionsPanelProps {
  readonly form: WebForm;
  readonly onClose: () => void;
}

const TONES = { lead: 'done', ticket: 'done', attached: 'info', spam: 'neutral' } as const;

/** What was sent by a form, as it came. */
export function SubmissionsPanel({ form, onClose }: SubmissionsPanelProps) {
  const { t } = useTranslation(['webforms', 'common']);
  const sent = usePages(routes.webForms.webFormSubmissions, { params: { id: form.id }, query: {} });
  const items = sent.data?.pages.flatMap((page) => page.items);
  return (
    <SidePanel title={t('webforms:sentBy', { name: form.content.name })} onClose={onClose} width={560}>
      {!items && sent.error && <ErrorState compact error={sent.error} onRetry={() => void sent.refetch()} />}
      {!items && !sent.error && <RowsSkeleton rows={4} />}
      {items?.length === 0 && <Text size="sm">{t('webforms:nothingSent')}</Text>}
      <ul className={classes.list}>
        {items?.map((item) => (
          <li key={item.id} className={classes.row}>
            <div className={classes.facts}>
              {item.record && <RecordLink record={item.record} />}
              <span className={classes.dim}>
                <RelativeTime at={item.at} />
              </span>
              <details>
                <summary>{t('webforms:asItCame')}</summary>
                <pre style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', fontSize: 13 }}>
                  {JSON.stringify(item.payload, null, 2)}
                </pre>
              </details>
            </div>
            <StatusBadge tone={TONES[item.outcome]} label={t(`webforms:outcome.${item.outcome}`)} />
          </li>
        ))}
      </ul>
      {sent.hasNextPage && (
        <Button mt="md" loading={sent.isFetchingNextPage} onClick={() => void sent.fetchNextPage()}>
          {t('common:actions.showMore')}
        </Button>
      )}
    </SidePanel>
  );
}
