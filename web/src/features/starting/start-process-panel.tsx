import { Button, Stack, Text } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import { StartForm } from './start-form.tsx';
import type { Startable, StartRecord } from './startable.ts';
import { SubjectStep } from './subject-step.tsx';
import { useStartable } from './use-startable.ts';

interface StartProcessPanelProps {
  /** The record that the process shall be about. */
  readonly record?: StartRecord | undefined;
  /** Which process, when that was chosen before. */
  readonly process?: Startable | undefined;
  readonly onClose: () => void;
}

/** First which process, then the record that it is about, unless that is known, then its start form. A process without a form starts with one press. */
export function StartProcessPanel({ record, process, onClose }: StartProcessPanelProps) {
  const { t } = useTranslation('shell');
  const [chosen, setChosen] = useState<Startable | null>(process ?? null);
  const [picked, setPicked] = useState<StartRecord | null>(null);
  const startable = useStartable(record);
  const back = (): void => {
    setPicked(null);
    setChosen(null);
  };
  const about = record ?? picked ?? undefined;
  if (chosen?.subject && !about)
    return (
      <SubjectStep
        processName={chosen.name}
        entity={chosen.subject}
        onChosen={setPicked}
        onBack={back}
        onClose={onClose}
      />
    );
  if (chosen) return <StartForm process={chosen} record={about} onBack={back} onClose={onClose} />;
  return (
    <SidePanel title={t('start.title')} onClose={onClose}>
      <Text c="dimmed" size="sm" mb="md">
        {record ? t('start.onRecord', { name: record.title }) : t('start.hint')}
      </Text>
      <Loaded query={startable} compact>
        {(processes) =>
          processes.length === 0 ? (
            <EmptyState compact title={t('start.none')} />
          ) : (
            <Stack gap={6}>
              {processes.map((process) => (
                <Button
                  key={process.processKey}
                  h="auto"
                  py={10}
                  justify="flex-start"
                  styles={{ label: { whiteSpace: 'normal', textAlign: 'left' } }}
                  leftSection={<IconPlayerPlay size={16} aria-hidden />}
                  onClick={() => setChosen(process)}
                >
                  <span>
                    {process.name}
                    {process.description && (
                      <Text span display="block" size="xs" c="dimmed" fw={400}>
                        {process.description}
                      </Text>
                    )}
                  </span>
                </Button>
              ))}
            </Stack>
          )
        }
      </Loaded>
    </SidePanel>
  );
}
