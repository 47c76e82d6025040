import { Button, Menu } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { TaskItem } from '#contract';
import { useLocalized } from '../../i18n/use-locale.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { usePageActions } from '../../ui/actions/page-actions.ts';

interface CompleteAllProps {
  /** What every selected task may end in without a form. */
  readonly outcomes: TaskItem['quickOutcomes'];
  readonly pending: boolean;
  readonly onChoose: (outcome: string) => void;
}

/** Completes all selected tasks: with one press where there is one way out, else by a choice. */
export function CompleteAll({ outcomes, pending, onChoose }: CompleteAllProps) {
  const { t } = useTranslation('tasks');
  const localized = useLocalized();
  const many = outcomes.map(({ code, label }) => ({
    name: `bulk-complete-${code}`,
    label: `${t('bulk.complete')}: ${localized(label)}`,
    icon: IconCheck,
    run: () => onChoose(code),
  }));
  usePageActions(outcomes.length > 1 ? many : []);
  const [only] = outcomes;
  const look = { size: 'compact-sm', variant: 'filled', loading: pending } as const;
  if (!only) return null;
  if (outcomes.length === 1)
    return (
      <ActionButton
        {...look}
        iconSize={14}
        action={{
          name: 'bulk-complete',
          label: localized(only.label),
          icon: IconCheck,
          run: () => onChoose(only.code),
        }}
      />
    );
  return (
    <Menu>
      <Menu.Target>
        <Button {...look} leftSection={<IconCheck size={14} aria-hidden />}>
          {t('bulk.complete')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {outcomes.map(({ code, label }) => (
          <Menu.Item key={code} onClick={() => onChoose(code)}>
            {localized(label)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
