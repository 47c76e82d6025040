import { MultiSelect, Select, Switch } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type LifecycleRule } from '#contract';
import { useRoute } from '../../client/index.ts';
import { useEntity } from '../../features/records/use-entity.ts';
import { RuleConditions, type RuleCondition } from '../../features/settings/rule-conditions.tsx';
import { OrderField, RuleForm } from '../../features/settings/rule-form.tsx';
import { SettingsPage } from '../../features/settings/settings-page.tsx';
import { useSaveSetting } from '../../features/settings/use-save-setting.ts';
import { useLocalized } from '../../i18n/use-locale.ts';
import { StatusBadge } from '../../ui/status-badge.tsx';

const FACTS = [
  'dealsWon',
  'dealsOpen',
  'daysSinceWon',
  'ordersPaid',
  'ticketsOpen',
  'daysSinceContact',
] as const;

/** Rules by which a customer's status moves. */
export function LifecyclePage() {
  const { t } = useTranslation('settings');
  const localized = useLocalized();
  const [opened, setOpened] = useState<{ readonly rule: LifecycleRule | null } | null>(null);
  const rules = useRoute(routes.lifecycle.lifecycleRules);
  const states = useStates();
  const nameOf = (code: string): string => states.find((state) => state.value === code)?.label ?? code;
  return (
    <SettingsPage
      title={t('lifecycle.title')}
      hint={t('lifecycle.hint')}
      query={rules}
      row={(rule) => ({
        key: rule.code,
        name: localized(rule.label),
        facts: [
          `${rule.from.map(nameOf).join(', ')} → ${nameOf(rule.to)}`,
          t('conditions', { count: rule.condition.all.length }),
        ],
        badge: rule.active ? undefined : <StatusBadge plain tone="neutral" label={t('off')} />,
      })}
      onOpen={(rule) => setOpened({ rule })}
    >
      {opened && (
        <RulePanel
          key={opened.rule?.code ?? 'new'}
          rule={opened.rule}
          states={states}
          onClose={() => setOpened(null)}
        />
      )}
    </SettingsPage>
  );
}

function useStates(): { value: string; label: string }[] {
  const localized = useLocalized();
  const field = useEntity('account')?.fields.find((one) => one.key === 'lifecycle');
  return (field?.options ?? []).map((option) => ({ value: option.value, label: localized(option.label) }));
}

interface RulePanelProps {
  readonly rule: LifecycleRule | null;
  readonly states: { value: string; label: string }[];
  readonly onClose: () => void;
}

function RulePanel({ rule, states, onClose }: RulePanelProps) {
  const { t } = useTranslation('settings');
  const [code, setCode] = useState(rule?.code ?? '');
  const [draft, setDraft] = useState({
    label: rule?.label ?? { en: '', ru: '' },
    from: rule?.from ?? [],
    to: rule?.to ?? '',
    condition: rule?.condition ?? { all: [] },
    order: rule?.order ?? 10,
    active: rule?.active ?? true,
  });
  const { save, problemOf } = useSaveSetting(routes.lifecycle.saveLifecycleRule, {
    invalidate: [routes.lifecycle.lifecycleRules],
    onSaved: onClose,
  });
  return (
    <RuleForm
      title={rule ? t('lifecycle.edit') : t('lifecycle.new')}
      isSaving={save.pending}
      isIncomplete={draft.from.length === 0 || draft.to === ''}
      onSave={() => save.run({ params: { code }, body: { ...draft, version: rule?.version ?? 0 } })}
      onClose={onClose}
      code={code}
      onCode={rule ? null : setCode}
      label={draft.label}
      onLabel={(label) => setDraft({ ...draft, label })}
      problemOf={problemOf}
    >
      <MultiSelect
        withAsterisk
        label={t('lifecycle.from')}
        data={states}
        value={draft.from}
        error={problemOf('from')}
        onChange={(from) => setDraft({ ...draft, from })}
      />
      <Select
        withAsterisk
        allowDeselect={false}
        label={t('lifecycle.to')}
        data={states}
        value={draft.to || null}
        error={problemOf('to')}
        onChange={(to) => setDraft({ ...draft, to: to ?? '' })}
      />
      <RuleConditions
        label={t('when')}
        fields={FACTS.map((fact) => ({ key: fact, label: t(`lifecycle.facts.${fact}`) }))}
        conditions={draft.condition.all}
        error={problemOf('condition')}
        onChange={(all: RuleCondition[]) => setDraft({ ...draft, condition: { all } })}
      />
      <OrderField order={draft.order} onOrder={(order) => setDraft({ ...draft, order })} />
      <Switch
        label={t('active')}
        checked={draft.active}
        onChange={(event) => setDraft({ ...draft, active: event.currentTarget.checked })}
      />
    </RuleForm>
  );
}
