import { Checkbox, NumberInput, Select, Stack, Switch } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type DistributionRule } from '#contract';
import { useRoute } from '../../client/index.ts';
import { RuleConditions, type RuleCondition } from '../../features/settings/rule-conditions.tsx';
import { OrderField, RuleForm } from '../../features/settings/rule-form.tsx';
import { useAskedFields } from '../../features/settings/use-asked-fields.ts';
import { useSaveSetting } from '../../features/settings/use-save-setting.ts';

const ARRIVALS = ['inbound', 'import', 'process', 'person'] as const;
const PICKS = ['least_busy', 'round_robin'] as const;
const CALENDARS = ['prefer', 'require', 'ignore'] as const;

const NEW = {
  label: { en: '', ru: '' },
  arrivals: ['inbound', 'import', 'process'] as DistributionRule['arrivals'],
  match: { all: [] as RuleCondition[] },
  teamId: '',
  pick: 'least_busy' as DistributionRule['pick'],
  calendar: 'prefer' as DistributionRule['calendar'],
  useSkills: true,
  preferKnownOwner: true,
  defaultCapacity: 20 as number | null,
  order: 10,
  active: true,
};

interface RulePanelProps {
  readonly rule: DistributionRule | null;
  readonly onClose: () => void;
}

/** For which leads, to whom of which team, and how one of several is chosen. */
export function RulePanel({ rule, onClose }: RulePanelProps) {
  const { t } = useTranslation(['distribution', 'settings']);
  const fields = useAskedFields('lead');
  const teams = useRoute(routes.rights.groups, { params: { kind: 'team' } }).data?.items ?? [];
  const [code, setCode] = useState(rule?.code ?? '');
  const [draft, setDraft] = useState(() => draftOf(rule));
  const set = (part: Partial<typeof draft>): void => setDraft({ ...draft, ...part });
  const { save, problemOf } = useSaveSetting(routes.distribution.saveDistributionRule, {
    invalidate: [routes.distribution.distributionRules],
    onSaved: onClose,
  });
  return (
    <RuleForm
      title={t(rule ? 'rule' : 'newRule')}
      isSaving={save.pending}
      isIncomplete={draft.teamId === '' || draft.arrivals.length === 0}
      onSave={() => save.run({ params: { code }, body: { ...draft, version: rule?.version ?? 0 } })}
      onClose={onClose}
      code={code}
      onCode={rule ? null : setCode}
      label={draft.label}
      onLabel={(label) => set({ label })}
      problemOf={problemOf}
    >
      <Checkbox.Group
        label={t('forLeads')}
        value={draft.arrivals}
        onChange={(arrivals) => set({ arrivals: ARRIVALS.filter((one) => arrivals.includes(one)) })}
      >
        <Stack gap={6} mt={6}>
          {ARRIVALS.map((one) => (
            <Checkbox key={one} value={one} label={t(`arrivals.${one}`)} />
          ))}
        </Stack>
      </Checkbox.Group>
      <RuleConditions
        label={t('settings:when')}
        fields={fields}
        conditions={draft.match.all}
        error={problemOf('match')}
        onChange={(all) => set({ match: { all } })}
      />
      <Select
        withAsterisk
        allowDeselect={false}
        label={t('team')}
        description={t('teamHint')}
        data={teams.map((team) => ({ value: team.id, label: team.name }))}
        value={draft.teamId || null}
        error={problemOf('teamId')}
        onChange={(teamId) => set({ teamId: teamId ?? '' })}
      />
      <Select
        allowDeselect={false}
        label={t('pick')}
        data={PICKS.map((value) => ({ value, label: t(`picks.${value}`) }))}
        value={draft.pick}
        onChange={(pick) => set({ pick: PICKS.find((one) => one === pick) ?? 'least_busy' })}
      />
      <Select
        allowDeselect={false}
        label={t('calendar')}
        data={CALENDARS.map((value) => ({ value, label: t(`calendars.${value}`) }))}
        value={draft.calendar}
        onChange={(calendar) => set({ calendar: CALENDARS.find((one) => one === calendar) ?? 'prefer' })}
      />
      <Switch
        label={t('useSkills')}
        checked={draft.useSkills}
        onChange={(event) => set({ useSkills: event.currentTarget.checked })}
      />
      <Switch
        label={t('preferKnownOwner')}
        checked={draft.preferKnownOwner}
        onChange={(event) => set({ preferKnownOwner: event.currentTarget.checked })}
      />
      <NumberInput
        label={t('defaultCapacity')}
        placeholder={t('unlimited')}
        min={0}
        max={100_000}
        value={draft.defaultCapacity ?? ''}
        onChange={(value) => set({ defaultCapacity: value === '' ? null : Number(value) })}
      />
      <OrderField order={draft.order} onOrder={(order) => set({ order })} />
      <Switch
        label={t('settings:active')}
        checked={draft.active}
        onChange={(event) => set({ active: event.currentTarget.checked })}
      />
    </RuleForm>
  );
}

function draftOf(rule: DistributionRule | null): typeof NEW {
  if (!rule) return NEW;
  const { label, arrivals, match, teamId, pick, calendar, order, active } = rule;
  const { useSkills, preferKnownOwner, defaultCapacity } = rule;
  return {
    ...{ label, arrivals, match, teamId, pick, calendar, order, active },
    ...{ useSkills, preferKnownOwner, defaultCapacity },
  };
}
