import { MultiSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useEntity } from '../../features/records/use-entity.ts';
import { useLocalized } from '../../i18n/use-locale.ts';
import type { StageDraft } from './stage-draft.ts';

type Condition = StageDraft['entryRule']['all'][number];

interface OtherConditionsProps {
  readonly entity: 'deal' | 'lead';
  readonly conditions: readonly Condition[];
  readonly onChange: (conditions: Condition[]) => void;
}

/** What a stage asks for beside fields: lines, an accepted quote, a kind of activity that was done, a role at the customer. */
export function OtherConditions({ entity, conditions, onChange }: OtherConditionsProps) {
  const { t } = useTranslation('settings');
  const localized = useLocalized();
  const kinds = useEntity('activity')?.fields.find((field) => field.key === 'kind')?.options ?? [];
  const choices: { value: string; label: string; condition: Condition }[] = [
    ...(entity === 'deal'
      ? ([
          { value: 'lineItems', label: t('pipelines.others.lineItems'), condition: { kind: 'lineItems' } },
          {
            value: 'quoteAccepted',
            label: t('pipelines.others.quoteAccepted'),
            condition: { kind: 'quoteAccepted' },
          },
        ] as const)
      : []),
    ...kinds.map((kind) => ({
      value: `activity:${kind.value}`,
      label: t('pipelines.others.activityDone', { kind: localized(kind.label) }),
      condition: { kind: 'activityDone', activityKind: kind.value } as const,
    })),
    // Roles at the customer are kept as they are; they come from the deal's own contacts.
    ...conditions.flatMap((one) =>
      one.kind === 'contactRole'
        ? [
            {
              value: `role:${one.role}`,
              label: t('pipelines.others.contactRole', { role: one.role }),
              condition: one,
            },
          ]
        : [],
    ),
  ];
  const keyOf = (one: Condition): string =>
    one.kind === 'activityDone'
      ? `activity:${one.activityKind}`
      : one.kind === 'contactRole'
        ? `role:${one.role}`
        : one.kind;
  return (
    <MultiSelect
      label={t('pipelines.alsoNeeded')}
      data={choices.map(({ value, label }) => ({ value, label }))}
      value={conditions.map(keyOf)}
      onChange={(values) =>
        onChange(choices.filter((one) => values.includes(one.value)).map((one) => one.condition))
      }
    />
  );
}
