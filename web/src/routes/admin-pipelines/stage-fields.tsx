import { ActionIcon, Fieldset, Group, NumberInput, Select, SimpleGrid, Stack } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { NameFields } from '../../features/settings/name-fields.tsx';
import { RuleConditions, type RuleCondition } from '../../features/settings/rule-conditions.tsx';
import { useAskedFields } from '../../features/settings/use-asked-fields.ts';
import { useLocalized } from '../../i18n/use-locale.ts';
import { OtherConditions } from './other-conditions.tsx';
import type { StageDraft } from './stage-draft.ts';
import { StageProcess } from './stage-process.tsx';

interface StageFieldsProps {
  readonly entity: 'deal' | 'lead';
  readonly stage: StageDraft;
  /** A code is for ever. */
  readonly isNew: boolean;
  readonly onChange: (part: Partial<StageDraft>) => void;
  readonly onUp: (() => void) | null;
  readonly onDown: (() => void) | null;
  readonly onDrop: () => void;
}

const STATUSES = ['open', 'won', 'lost', 'paused'] as const;
const TONES = { open: 'info', won: 'done', lost: 'failed', paused: 'waiting' } as const;

/** One stage: what it means, how likely it ends well, when it goes stale, and what is needed to enter it. */
export function StageFields({ entity, stage, isNew, onChange, onUp, onDown, onDrop }: StageFieldsProps) {
  const { t } = useTranslation('settings');
  const localized = useLocalized();
  const fields = useAskedFields(entity);
  const name = localized(stage.label) || t('pipelines.newStage');
  const { all } = stage.entryRule;
  const ofFields = all.filter((one): one is RuleCondition => one.kind === 'field');
  const others = all.filter((one) => one.kind !== 'field');
  return (
    <Fieldset legend={name}>
      <Stack gap="xs">
        <Group gap={4} justify="flex-end">
          <ActionIcon aria-label={t('pipelines.up', { name })} disabled={!onUp} onClick={() => onUp?.()}>
            <IconArrowUp size={16} />
          </ActionIcon>
          <ActionIcon
            aria-label={t('pipelines.down', { name })}
            disabled={!onDown}
            onClick={() => onDown?.()}
          >
            <IconArrowDown size={16} />
          </ActionIcon>
          <ActionIcon aria-label={t('pipelines.drop', { name })} onClick={onDrop}>
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
        <NameFields
          code={stage.code}
          onCode={isNew ? (code) => onChange({ code }) : null}
          label={stage.label}
          onLabel={(label) => onChange({ label })}
        />
        <SimpleGrid
          cols={{ base: 1, xs: 3 }}
          spacing="xs"
          verticalSpacing="xs"
          style={{ alignItems: 'start' }}
        >
          <Select
            allowDeselect={false}
            label={t('pipelines.means')}
            data={STATUSES.map((status) => ({ value: status, label: t(`pipelines.statuses.${status}`) }))}
            value={stage.baseStatus}
            onChange={(value) => {
              const baseStatus = STATUSES.find((one) => one === value) ?? 'open';
              onChange({ baseStatus, tone: TONES[baseStatus] });
            }}
          />
          <NumberInput
            label={t('pipelines.probability')}
            min={0}
            max={100}
            suffix=" %"
            allowDecimal={false}
            value={stage.defaultProbability}
            onChange={(value) => onChange({ defaultProbability: Number(value) || 0 })}
          />
          <NumberInput
            label={t('pipelines.rotDays')}
            placeholder={t('pipelines.never')}
            min={1}
            max={3650}
            allowDecimal={false}
            value={stage.rotDays ?? ''}
            onChange={(value) => onChange({ rotDays: value === '' ? null : Number(value) })}
          />
        </SimpleGrid>
        <StageProcess processKey={stage.processKey} onChange={(processKey) => onChange({ processKey })} />
        <RuleConditions
          label={t('pipelines.entry')}
          fields={fields}
          conditions={ofFields}
          onChange={(conditions) => onChange({ entryRule: { all: [...conditions, ...others] } })}
        />
        <OtherConditions
          entity={entity}
          conditions={others}
          onChange={(conditions) => onChange({ entryRule: { all: [...ofFields, ...conditions] } })}
        />
      </Stack>
    </Fieldset>
  );
}
