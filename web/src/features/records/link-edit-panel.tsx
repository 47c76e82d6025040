import { Button, Checkbox, Stack } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type AccountContact } from '#contract';
import { useAction, useReportError, type ApiError } from '../../client/index.ts';
import { dateFormat } from '../../ui/date-values.ts';
import { productNow } from '../../ui/product-clock.ts';
import { SidePanel } from '../../ui/side-panel.tsx';
import { LinkFields, type LinkContent, type LinkRoles } from './link-fields.tsx';

interface LinkEditPanelProps {
  readonly link: AccountContact;
  readonly title: string;
  readonly roles: LinkRoles;
  readonly onClose: () => void;
}

/** Role, position, time and what is main of a link that is there. */
export function LinkEditPanel({ link, title, roles, onClose }: LinkEditPanelProps) {
  const { t } = useTranslation(['records', 'common']);
  const report = useReportError();
  const [content, setContent] = useState<LinkContent>({
    role: link.role,
    position: link.positionText ?? '',
    startedOn: link.startedOn,
  });
  const [endedOn, setEndedOn] = useState(link.endedOn);
  // Days as text, which come in the order of time.
  const isOver = endedOn !== null && endedOn <= productNow().toISOString().slice(0, 10);
  const [main, setMain] = useState({ contact: link.isPrimary, account: link.isPrimaryAccount });
  const [error, setError] = useState<ApiError | null>(null);
  const change = useAction(routes.records.changeLink, {
    invalidate: [routes.records.accountContacts, routes.records.timeline, routes.records.getRecord],
    onSuccess: onClose,
    onError: (failure) => (failure.fields.length > 0 ? setError(failure) : report(failure)),
  });
  const save = (): void => {
    setError(null);
    const { role, position, startedOn } = content;
    change.run({
      params: { id: link.id },
      body: {
        ...(role !== null && role !== link.role && { role }),
        ...{ positionText: position.trim() || null, startedOn, endedOn },
        // What has ended is nobody's main link.
        ...(!isOver && { isPrimary: main.contact, isPrimaryAccount: main.account }),
      },
    });
  };
  return (
    <SidePanel
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common:actions.cancel')}</Button>
          <Button variant="filled" loading={change.pending} onClick={save}>
            {t('common:actions.save')}
          </Button>
        </>
      }
    >
      <Stack gap="sm">
        <LinkFields content={content} roles={roles} onChange={setContent} />
        <DateInput
          clearable
          label={t('records:link.endedOn')}
          valueFormat={dateFormat}
          error={error?.fields.find((field) => field.path.endsWith('endedOn'))?.message}
          value={endedOn}
          onChange={setEndedOn}
        />
        <Checkbox
          label={t('records:link.primary')}
          disabled={isOver}
          checked={main.contact && !isOver}
          onChange={(event) => setMain({ ...main, contact: event.currentTarget.checked })}
        />
        <Checkbox
          label={t('records:link.primaryAccount')}
          disabled={isOver}
          checked={main.account && !isOver}
          onChange={(event) => setMain({ ...main, account: event.currentTarget.checked })}
        />
      </Stack>
    </SidePanel>
  );
}
