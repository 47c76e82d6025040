import { Button, Text, Textarea } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { SidePanel } from './side-panel.tsx';

interface ConfirmPanelProps {
  readonly title: string;
  /** What will happen, in one sentence. */
  readonly message: string;
  /** A verb: what the button does. */
  readonly confirmLabel: string;
  readonly danger?: boolean;
  readonly withReason?: 'required' | 'optional';
  readonly pending?: boolean;
  readonly children?: ReactNode;
  readonly onConfirm: (reason: string) => void;
  readonly onClose: () => void;
}

/** Asks before something that cannot be undone, with a reason where the history wants one. */
export function ConfirmPanel(props: ConfirmPanelProps) {
  const { title, message, confirmLabel, danger, withReason, pending, children, onConfirm, onClose } = props;
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const missing = withReason === 'required' && reason.trim() === '';
  const confirm = (): void => {
    setAsked(true);
    if (!missing) onConfirm(reason.trim());
  };
  return (
    <SidePanel
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('actions.cancel')}</Button>
          <Button variant="filled" color={danger ? 'red.9' : undefined} loading={pending} onClick={confirm}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      <Text mb="md">{message}</Text>
      {children}
      {withReason && (
        <Textarea
          label={t('reason.label')}
          placeholder={t('reason.placeholder')}
          withAsterisk={withReason === 'required'}
          autosize
          minRows={3}
          maxLength={1000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={asked && missing ? t('reason.missing') : undefined}
        />
      )}
    </SidePanel>
  );
}
