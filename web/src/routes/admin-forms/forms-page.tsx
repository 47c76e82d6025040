import { Button, CopyButton, Group, Text } from '@mantine/core';
import { IconForms } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type WebForm } from '#contract';
import { useRoute } from '../../client/index.ts';
import classes from '../../features/audit/audit.module.css';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { RowList } from '../../ui/row-list.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { FormPanel } from './form-panel.tsx';
import { SubmissionsPanel } from './submissions-panel.tsx';
import { ActionButton } from '../../ui/actions/action-button.tsx';

type Panel = { readonly kind: 'edit' | 'sent'; readonly form: WebForm | null };

/** Forms that strangers fill in: made, shown, put into other sites, and what was sent by them. */
export function FormsPage() {
  const { t } = useTranslation('webforms');
  const [panel, setPanel] = useState<Panel | null>(null);
  const forms = useRoute(routes.webForms.webForms);
  const make = (
    <ActionButton
      variant="filled"
      action={{ name: 'new', label: t('new'), run: () => setPanel({ kind: 'edit', form: null }) }}
    />
  );
  return (
    <>
      <PageHeader title={t('title')} meta={t('hint')} actions={(forms.data?.items.length ?? 0) > 0 && make} />
      <RowList
        query={forms}
        label={t('title')}
        empty={
          <EmptyState
            icon={<IconForms size={28} stroke={1.5} />}
            title={t('empty')}
            message={t('emptyHint')}
            action={make}
          />
        }
      >
        {(form) => <FormRow key={form.id} form={form} onOpen={(kind) => setPanel({ kind, form })} />}
      </RowList>
      {panel?.kind === 'edit' && (
        <FormPanel key={panel.form?.id ?? 'new'} form={panel.form} onClose={() => setPanel(null)} />
      )}
      {panel?.kind === 'sent' && panel.form && (
        <SubmissionsPanel key={panel.form.id} form={panel.form} onClose={() => setPanel(null)} />
      )}
    </>
  );
}

function FormRow({
  form,
  onOpen,
}: {
  readonly form: WebForm;
  readonly onOpen: (kind: Panel['kind']) => void;
}) {
  const { t } = useTranslation('webforms');
  const { name } = form.content;
  const snippet = `<iframe src="${form.url}" title="${name.replaceAll('"', '&quot;')}" width="100%" height="760" style="border:0"></iframe>`;
  return (
    <li className={classes.row}>
      <div className={classes.facts}>
        <strong>{name}</strong>
        <span className={classes.dim}>
          {t(`counts.${form.content.makes}`, { taken: form.taken, spam: form.spam })}
          {form.active && (
            <>
              {' · '}
              <a href={form.url} target="_blank" rel="noreferrer">
                {t('open')}
              </a>
            </>
          )}
        </span>
        {!form.active && <StatusBadge plain tone="neutral" label={t('off')} />}
      </div>
      <Group gap={6} justify="flex-end">
        <CopyButton value={snippet}>
          {({ copied, copy }) => (
            <Button size="compact-sm" aria-label={t('copyOf', { name })} onClick={copy}>
              <Text span size="sm" aria-live="polite">
                {t(copied ? 'copied' : 'copy')}
              </Text>
            </Button>
          )}
        </CopyButton>
        <Button size="compact-sm" aria-label={t('sentOf', { name })} onClick={() => onOpen('sent')}>
          {t('sent')}
        </Button>
        <Button size="compact-sm" aria-label={t('editOf', { name })} onClick={() => onOpen('edit')}>
          {t('edit')}
        </Button>
      </Group>
    </li>
  );
}
