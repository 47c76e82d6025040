import { ActionIcon, Button, Stack, Text } from '@mantine/core';
import { IconArrowLeft, IconPlayerPlay } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { DefinitionDetail } from '#contract';
import { SidePanel } from '../../ui/side-panel.tsx';

export type StartPlace = DefinitionDetail['manualStarts'][number];

interface StartChoiceProps {
  readonly title: string;
  readonly starts: readonly StartPlace[];
  readonly onChoose: (start: StartPlace) => void;
  readonly onBack: () => void;
  readonly onClose: () => void;
}

/** Which of several plain start events a process begins with. */
export function StartChoice({ title, starts, onChoose, onBack, onClose }: StartChoiceProps) {
  const { t } = useTranslation(['shell', 'common']);
  return (
    <SidePanel
      title={title}
      onClose={onClose}
      actions={
        <ActionIcon aria-label={t('common:actions.back')} onClick={onBack}>
          <IconArrowLeft size={18} />
        </ActionIcon>
      }
    >
      <Text c="dimmed" size="sm" mb="md">
        {t('shell:start.where')}
      </Text>
      <Stack gap={6}>
        {starts.map((start) => (
          <Button
            key={start.id}
            h="auto"
            py={10}
            justify="flex-start"
            styles={{ label: { whiteSpace: 'normal', textAlign: 'left' } }}
            leftSection={<IconPlayerPlay size={16} aria-hidden />}
            onClick={() => onChoose(start)}
          >
            {start.name}
          </Button>
        ))}
      </Stack>
    </SidePanel>
  );
}
