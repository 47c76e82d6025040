import { ActionIcon, Group, Select, SimpleGrid, Stack, Switch, Text, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPencil, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ChoiceList, Tone } from '#contract';
import { useLocalized } from '../../i18n/use-locale.ts';
import { StatusBadge } from '../../ui/status-badge.tsx';
import classes from './choices.module.css';

type Choice = ChoiceList['choices'][number];

interface ChoiceFieldsProps {
  readonly choice: Choice;
  readonly states: readonly string[];
  /** Whether a choice of the list may ask for a reason. */
  readonly mayAsk: boolean;
  readonly isNew: boolean;
  readonly isOpen: boolean;
  readonly error: string | undefined;
  readonly onOpen: () => void;
  readonly onChange: (part: Partial<Choice>) => void;
  readonly onUp: (() => void) | null;
  readonly onDown: (() => void) | null;
  /** Only what was never saved can be taken away. */
  readonly onDrop: (() => void) | null;
}

const TONES = [
  'neutral',
  'info',
  'running',
  'waiting',
  'done',
  'late',
  'failed',
] as const satisfies readonly Tone[];

/** One choice as a row; open, with its names, code, tone and whether it is offered. */
export function ChoiceFields(props: ChoiceFieldsProps) {
  const { choice, isNew, isOpen, error, onOpen, onUp, onDown, onDrop } = props;
  const { t } = useTranslation('choices');
  const localized = useLocalized();
  const name = localized(choice.label) || t('new');
  return (
    <li className={classes.choice}>
      <div className={classes.row}>
        <span className={classes.name} data-off={!choice.active || undefined}>
          <StatusBadge tone={choice.tone} label={name} />
        </span>
        {choice.asksReason && <span className={classes.dim}>{t('asks')}</span>}
        {!choice.active && <span className={classes.dim}>{t('off')}</span>}
        <code className={classes.dim}>{choice.value}</code>
        <span>
          <ActionIcon aria-label={t('up', { name })} disabled={!onUp} onClick={() => onUp?.()}>
            <IconArrowUp size={16} />
          </ActionIcon>
          <ActionIcon aria-label={t('down', { name })} disabled={!onDown} onClick={() => onDown?.()}>
            <IconArrowDown size={16} />
          </ActionIcon>
          <ActionIcon aria-label={t('edit', { name })} aria-expanded={isOpen} onClick={onOpen}>
            <IconPencil size={16} />
          </ActionIcon>
          {isNew && (
            <ActionIcon aria-label={t('drop', { name })} onClick={() => onDrop?.()}>
              <IconX size={16} />
            </ActionIcon>
          )}
        </span>
      </div>
      {error !== undefined && (
        <Text size="sm" c="red" role="alert">
          {error}
        </Text>
      )}
      {isOpen && <OpenChoice {...props} />}
    </li>
  );
}

function OpenChoice({ choice, states, mayAsk, isNew, onChange }: ChoiceFieldsProps) {
  const { t } = useTranslation(['choices', 'settings', 'common']);
  return (
    <Stack gap="xs" pb="sm">
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs" verticalSpacing="xs">
        {(['en', 'ru'] as const).map((language) => (
          <TextInput
            key={language}
            withAsterisk
            maxLength={100}
            autoFocus={isNew && language === 'en'}
            label={t(language === 'en' ? 'settings:labelEn' : 'settings:labelRu')}
            value={choice.label[language]}
            onChange={(event) =>
              onChange({ label: { ...choice.label, [language]: event.currentTarget.value } })
            }
          />
        ))}
        {isNew && (
          <TextInput
            withAsterisk
            maxLength={60}
            label={t('settings:code')}
            placeholder="a_z0_9"
            value={choice.value}
            onChange={(event) => onChange({ value: event.currentTarget.value })}
          />
        )}
        <Select
          allowDeselect={false}
          label={t('choices:tone')}
          data={TONES.map((tone) => ({ value: tone, label: t(`choices:tones.${tone}`) }))}
          value={choice.tone}
          onChange={(value) => onChange({ tone: TONES.find((one) => one === value) ?? 'neutral' })}
        />
        {states.length > 0 && (
          <Select
            allowDeselect={false}
            disabled={choice.isKept}
            label={t('choices:means')}
            data={states.map((state) => ({
              value: state,
              label: t(state === 'closed' ? 'choices:states.closed' : 'choices:states.open'),
            }))}
            value={choice.baseState}
            onChange={(baseState) => onChange({ baseState })}
          />
        )}
      </SimpleGrid>
      <Group>
        <Switch
          label={t('choices:offered')}
          description={choice.isKept ? t('choices:kept') : t('choices:offeredHint')}
          disabled={choice.isKept}
          checked={choice.active}
          onChange={(event) => onChange({ active: event.currentTarget.checked })}
        />
      </Group>
      {mayAsk && (
        <Switch
          label={t('choices:asksReason')}
          description={t('choices:asksReasonHint')}
          checked={choice.asksReason}
          onChange={(event) => onChange({ asksReason: event.currentTarget.checked })}
        />
      )}
    </Stack>
  );
}
