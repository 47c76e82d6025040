import { Button, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { UserPicker } from '../../ui/pickers/user-picker.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';

interface PersonPanelProps {
  readonly title: string;
  readonly personLabel: string;
  readonly textLabel: string;
  readonly textRequired: boolean;
  readonly initialPerson?: string | null;
  readonly confirmLabel: string;
  readonly pending: boolean;
  readonly onConfirm: (userId: string, text: string) => void;
  readonly onClose: () => void;
}

/** Picks a person and says something to them: reassigning a task, asking a question. */
export function PersonPanel(props: PersonPanelProps) {
  const { t } = useTranslation(['common', 'form']);
  const [person, setPerson] = useState<string | null>(props.initialPerson ?? null);
  const [text, setText] = useState('');
  const [asked, setAsked] = useState(false);
  const textMissing = props.textRequired && text.trim() === '';
  const confirm = (): void => {
    setAsked(true);
    if (person && !textMissing) props.onConfirm(person, text.trim());
  };
  return (
    <SidePanel
      title={props.title}
      onClose={props.onClose}
      footer={
        <>
          <Button onClick={props.onClose}>{t('common:actions.cancel')}</Button>
          <Button variant="filled" loading={props.pending} onClick={confirm}>
            {props.confirmLabel}
          </Button>
        </>
      }
    >
      <Stack gap="md">
        <UserPicker
          label={props.personLabel}
          value={person}
          onChange={setPerson}
          required
          error={asked && !person ? t('form:required') : undefined}
        />
        <Textarea
          label={props.textLabel}
          withAsterisk={props.textRequired}
          autosize
          minRows={3}
          maxRows={12}
          maxLength={1000}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={asked && textMissing ? t('form:required') : undefined}
        />
      </Stack>
    </SidePanel>
  );
}
