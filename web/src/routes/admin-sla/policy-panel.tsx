import { NumberInput, Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type SlaPolicy } from '#contract';
import { useRoute } from '../../client/index.ts';
import { RuleConditions, type RuleCondition } from '../../features/settings/rule-conditions.tsx';
import { OrderField, RuleForm } from '../../features/settings/rule-form.tsx';
import { useAskedFields } from '../../features/settings/use-asked-fields.ts';
import { useSaveSetting } from '../../features/settings/use-save-setting.ts';
import { TargetFields } from './target-fields.tsx';

const METRICS = ['first_response', 'next_response', 'resolution'] as const;

interface PolicyPanelProps {
  readonly policy: SlaPolicy | null;
  readonly onClose: () => void;
}

/** For which tickets, by which calendar, and a clock for each promise. */
export function PolicyPanel({ policy, onClose }: PolicyPanelProps) {
  const { t } = useTranslation('settings');
  const fields = useAskedFields('ticket');
  const calendars = useRoute(routes.processes.catalogue).data?.calendars ?? [];
  const [code, setCode] = useState(policy?.code ?? '');
  const [draft, setDraft] = useState({
    label: policy?.label ?? { en: '', ru: '' },
    order: policy?.order ?? 10,
    match: policy?.match ?? { all: [] },
    calendarCode: policy?.calendarCode ?? null,
    reopenDays: policy?.reopenDays ?? 14,
    targets: policy?.targets ?? [],
  });
  const { save, problemOf } = useSaveSetting(routes.sla.saveSlaPolicy, {
    invalidate: [routes.sla.slaPolicies],
    onSaved: onClose,
  });
  return (
    <RuleForm
      title={policy ? t('sla.edit') : t('sla.new')}
      isSaving={save.pending}
      onSave={() => save.run({ params: { code }, body: { ...draft, version: policy?.version ?? 0 } })}
      onClose={onClose}
      code={code}
      onCode={policy ? null : setCode}
      label={draft.label}
      onLabel={(label) => setDraft({ ...draft, label })}
      problemOf={problemOf}
    >
      <RuleConditions
        label={t('sla.match')}
        fields={fields}
        conditions={draft.match.all}
        error={problemOf('match')}
        onChange={(all: RuleCondition[]) => setDraft({ ...draft, match: { all } })}
      />
      <Select
        clearable
        label={t('sla.calendar')}
        placeholder={t('sla.companyCalendar')}
        data={calendars.map((one) => ({ value: one.code, label: one.name }))}
        value={draft.calendarCode}
        error={problemOf('calendarCode')}
        onChange={(calendarCode) => setDraft({ ...draft, calendarCode })}
      />
      {METRICS.map((metric) => (
        <TargetFields
          key={metric}
          metric={metric}
          target={draft.targets.find((one) => one.metric === metric) ?? null}
          states={fields.find((field) => field.key === 'status')?.meta?.options ?? []}
          onChange={(target) =>
            setDraft({
              ...draft,
              targets: [...draft.targets.filter((one) => one.metric !== metric), ...(target ? [target] : [])],
            })
          }
        />
      ))}
      <NumberInput
        label={t('sla.reopenDays')}
        min={0}
        max={3650}
        value={draft.reopenDays}
        onChange={(days) => setDraft({ ...draft, reopenDays: Number(days) || 0 })}
      />
      <OrderField order={draft.order} onOrder={(order) => setDraft({ ...draft, order })} />
    </RuleForm>
  );
}
