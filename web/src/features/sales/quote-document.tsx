import { Group } from '@mantine/core';
import { IconDownload, IconMail, IconPrinter } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { RecordView } from '#contract';
import { paths } from '../../app/paths.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { ComposePanel } from '../mail/compose-panel.tsx';
import { useEntity } from '../records/use-entity.ts';
import classes from './sales.module.css';

/** The quote as a sheet of paper: printed, saved, sent to the customer. */
export function QuoteDocument({ record }: { readonly record: RecordView }) {
  const { t } = useTranslation('sales');
  const navigate = useNavigate();
  const [isWriting, setWriting] = useState(false);
  const maySend = useEntity('activity')?.rights.create === true && record.rights.edit;
  const { status, needsApproval } = record.fields;
  const isNext = status === 'approved' || (status === 'draft' && needsApproval !== true);
  const unavailable = (): string | undefined => {
    if (status === 'in_approval') return t('quote.waits');
    return status === 'draft' && needsApproval === true ? t('quote.needs') : undefined;
  };
  return (
    <div className={classes.block}>
      {maySend && (
        <ActionButton
          fullWidth
          mb={8}
          variant={isNext ? 'filled' : 'default'}
          action={{
            name: 'quote-mail',
            label: t('quote.mail'),
            icon: IconMail,
            unavailable: unavailable(),
            run: () => setWriting(true),
          }}
        />
      )}
      <Group grow preventGrowOverflow={false} gap={8}>
        <ActionButton
          action={{
            name: 'quote-print',
            label: t('quote.print'),
            icon: IconPrinter,
            run: () => void navigate(paths.quoteSheet(record.id)),
          }}
        />
        <ActionButton
          action={{
            name: 'quote-pdf',
            label: t('quote.pdf'),
            icon: IconDownload,
            // An attachment: the page stays.
            run: () => window.location.assign(`/api/quotes/${record.id}/pdf`),
          }}
        />
      </Group>
      {isWriting && <ComposePanel withQuote record={record} onClose={() => setWriting(false)} />}
    </div>
  );
}
