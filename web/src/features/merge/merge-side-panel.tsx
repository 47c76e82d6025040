import { Button, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { SidePanel } from '../../ui/side-panel.tsx';

interface MergeSidePanelProps {
  readonly title: string;
  /** What will happen. */
  readonly hint: string;
  readonly ready: boolean;
  readonly pending: boolean;
  /** Above the hint. */
  readonly before?: ReactNode;
  readonly children: ReactNode;
  readonly onRun: () => void;
  readonly onClose: () => void;
}

/** The panel in which records are merged: what will happen, the choices, and the button that does it. */
export function MergeSidePanel(props: MergeSidePanelProps) {
  const { title, hint, ready, pending, before, children, onRun, onClose } = props;
  const { t } = useTranslation(['records', 'common']);
  return (
    <SidePanel
      title={title}
      width={560}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common:actions.cancel')}</Button>
          <Button variant="filled" disabled={!ready} loading={pending} onClick={onRun}>
            {t('records:merge.run')}
          </Button>
        </>
      }
    >
      <Stack gap="md">
        {before}
        <Text size="sm">{hint}</Text>
        {children}
      </Stack>
    </SidePanel>
  );
}
