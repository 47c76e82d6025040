import { Button, NumberInput, Stack } from '@mantine/core';
import type { ComponentProps, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { SidePanel } from '../../ui/side-panel.tsx';
import { NameFields } from './name-fields.tsx';

interface RuleFormProps extends ComponentProps<typeof NameFields> {
  readonly title: string;
  readonly isSaving: boolean;
  /** Something that cannot be left out is not there yet; a code never can. */
  readonly isIncomplete?: boolean;
  readonly onSave: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A rule in a panel beside its list: what it is called, and what it says. */
export function RuleForm(props: RuleFormProps) {
  const { title, isSaving, isIncomplete = false, onSave, onClose, children, ...name } = props;
  const { t } = useTranslation('settings');
  return (
    <SidePanel
      title={title}
      width={560}
      onClose={onClose}
      footer={
        <Button
          variant="filled"
          loading={isSaving}
          disabled={isIncomplete || name.code === ''}
          onClick={onSave}
        >
          {t('save')}
        </Button>
      }
    >
      <Stack gap="sm">
        <NameFields {...name} />
        {children}
      </Stack>
    </SidePanel>
  );
}

/** Of several rules that fit, the lowest comes first. */
export function OrderField({
  order,
  onOrder,
}: {
  readonly order: number;
  readonly onOrder: (order: number) => void;
}) {
  const { t } = useTranslation('settings');
  return (
    <NumberInput
      label={t('order')}
      description={t('orderHint')}
      min={0}
      max={10_000}
      value={order}
      onChange={(value) => onOrder(Number(value) || 0)}
    />
  );
}
