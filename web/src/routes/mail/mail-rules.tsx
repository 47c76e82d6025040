import {
  ActionIcon,
  Button,
  Group,
  Select,
  SimpleGrid,
  Stack,
  TagsInput,
  Text,
  TextInput,
} from '@mantine/core';
import { IconArrowUp, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { MailRule } from '#contract';
import { useEntity } from '../../features/records/use-entity.ts';
import { useLocalized } from '../../i18n/use-locale.ts';
import classes from './mail-page.module.css';

interface MailRulesProps {
  readonly rules: readonly MailRule[];
  /** What is wrong, by the path in the settings. */
  readonly errors: Readonly<Record<string, string>>;
  readonly onChange: (rules: MailRule[]) => void;
}

/** Which ticket a message becomes, by where it was sent and what it says; the first rule that fits decides. */
export function MailRules({ rules, errors, onChange }: MailRulesProps) {
  const { t } = useTranslation('mail');
  const localized = useLocalized();
  const ticket = useEntity('ticket');
  const choices = (key: 'type' | 'priority') =>
    (ticket?.fields.find((field) => field.key === key)?.options ?? []).map((option) => ({
      value: option.value,
      label: localized(option.label),
    }));
  const change = (at: number, part: Partial<MailRule>): void =>
    onChange(rules.map((rule, index) => (index === at ? { ...rule, ...part } : rule)));
  const raise = (at: number): void => {
    const next = [...rules];
    const [rule] = next.splice(at, 1);
    if (rule) next.splice(at - 1, 0, rule);
    onChange(next);
  };
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t(rules.length > 0 ? 'rules.hint' : 'rules.none')}
      </Text>
      {rules.map((rule, at) => {
        const number = at + 1;
        const error = (key: string): string | undefined =>
          Object.entries(errors).find(([path]) => `${path}.`.startsWith(`rules.${at}.${key}.`))?.[1];
        return (
          <div key={at} className={classes.rule} role="group" aria-label={t('rules.rule', { number })}>
            <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs" flex={1}>
              <TextInput
                label={t('rules.address')}
                type="email"
                placeholder={t('rules.any')}
                value={rule.address ?? ''}
                error={error('address')}
                onChange={(event) => change(at, { address: event.currentTarget.value.trim() || null })}
              />
              <TagsInput
                acceptValueOnBlur
                label={t('rules.words')}
                description={t('rules.wordsHint')}
                inputWrapperOrder={['label', 'input', 'description', 'error']}
                maxTags={20}
                value={rule.words}
                error={error('words')}
                onChange={(words) => change(at, { words })}
              />
              <Select
                label={t('rules.type')}
                data={choices('type')}
                allowDeselect={false}
                value={rule.type}
                error={error('type')}
                onChange={(type) => change(at, { type: type ?? rule.type })}
              />
              <Select
                clearable
                label={t('rules.priority')}
                placeholder={t('rules.usual')}
                data={choices('priority')}
                value={rule.priority}
                error={error('priority')}
                onChange={(priority) => change(at, { priority })}
              />
            </SimpleGrid>
            <Group gap={2} wrap="nowrap">
              <ActionIcon
                aria-label={t('rules.up', { number })}
                disabled={at === 0}
                onClick={() => raise(at)}
              >
                <IconArrowUp size={16} />
              </ActionIcon>
              <ActionIcon
                aria-label={t('rules.remove', { number })}
                onClick={() => onChange(rules.filter((_, index) => index !== at))}
              >
                <IconX size={16} />
              </ActionIcon>
            </Group>
          </div>
        );
      })}
      <div>
        <Button
          disabled={choices('type').length === 0}
          onClick={() =>
            onChange([
              ...rules,
              { address: null, words: [], type: choices('type')[0]?.value ?? '', priority: null },
            ])
          }
        >
          {t('rules.add')}
        </Button>
      </div>
    </Stack>
  );
}
