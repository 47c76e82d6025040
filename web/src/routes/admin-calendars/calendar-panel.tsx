import { Alert, Button, MultiSelect, Select, Switch } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type WorkingCalendar } from '#contract';
import { useAction, useReportError, useRoute, type ApiError } from '../../client/index.ts';
import { RuleForm } from '../../features/settings/rule-form.tsx';
import { useSaveSetting } from '../../features/settings/use-save-setting.ts';
import { CalendarUses } from './calendar-uses.tsx';
import { HolidayFields } from './holiday-fields.tsx';
import { NextWorkingTime } from './next-working-time.tsx';
import { WeekFields } from './week-fields.tsx';

const DAY: WorkingCalendar['week'][number] = [['09:00', '18:00']];
const ZONES = Intl.supportedValuesOf('timeZone');

interface CalendarPanelProps {
  readonly calendar: WorkingCalendar | null;
  readonly onClose: () => void;
}

/** Hours of the week, holidays, who goes by them, and when somebody would work next. */
export function CalendarPanel({ calendar, onClose }: CalendarPanelProps) {
  const { t } = useTranslation('calendars');
  const report = useReportError();
  const people = useRoute(routes.admin.people, {}, { staleTime: 300_000 }).data?.items ?? [];
  const teams = useRoute(routes.rights.groups, { params: { kind: 'team' } }).data?.items ?? [];
  const [code, setCode] = useState(calendar?.code ?? '');
  const [draft, setDraft] = useState(() => draftOf(calendar));
  const [inUse, setInUse] = useState<ApiError | null>(null);
  const set = (part: Partial<typeof draft>): void => setDraft({ ...draft, ...part });
  const invalidate = [routes.calendars.workingCalendars, routes.processes.catalogue];
  const { save, problemOf } = useSaveSetting(routes.calendars.saveWorkingCalendar, {
    invalidate,
    onSaved: onClose,
  });
  const remove = useAction(routes.calendars.deleteWorkingCalendar, {
    invalidate,
    onSuccess: onClose,
    onError: (error) => (error.code === 'CRM_CALENDAR_IN_USE' ? setInUse(error) : report(error)),
  });
  return (
    <RuleForm
      title={t(calendar ? 'edit' : 'new')}
      isSaving={save.pending}
      onSave={() => save.run({ params: { code }, body: { ...draft, version: calendar?.version ?? 0 } })}
      onClose={onClose}
      code={code}
      onCode={calendar ? null : setCode}
      label={draft.label}
      onLabel={(label) => set({ label })}
      problemOf={problemOf}
    >
      <Select
        searchable
        allowDeselect={false}
        label={t('timeZone')}
        data={ZONES.includes(draft.timeZone) ? ZONES : [draft.timeZone, ...ZONES]}
        limit={100}
        value={draft.timeZone}
        error={problemOf('timeZone')}
        onChange={(timeZone) => set({ timeZone: timeZone ?? 'UTC' })}
      />
      <WeekFields week={draft.week} problemOf={problemOf} onChange={(week) => set({ week })} />
      <HolidayFields
        exceptions={draft.exceptions}
        problemOf={problemOf}
        onChange={(exceptions) => set({ exceptions })}
      />
      <NextWorkingTime timeZone={draft.timeZone} week={draft.week} exceptions={draft.exceptions} />
      <Switch
        label={t('isDefault')}
        disabled={calendar?.isDefault === true}
        checked={draft.isDefault}
        onChange={(event) => set({ isDefault: event.currentTarget.checked })}
      />
      <MultiSelect
        searchable
        label={t('people')}
        data={people.map((person) => ({ value: person.id, label: person.name }))}
        value={draft.userIds}
        onChange={(userIds) => set({ userIds })}
      />
      <MultiSelect
        searchable
        label={t('teams')}
        description={t('teamsHint')}
        data={teams.map((team) => ({ value: team.id, label: team.name }))}
        value={draft.teamIds}
        onChange={(teamIds) => set({ teamIds })}
      />
      {inUse && (
        <Alert color="red" title={t('inUse')}>
          <CalendarUses error={inUse} />
        </Alert>
      )}
      {calendar && !calendar.isDefault && (
        <div>
          <Button
            color="red"
            loading={remove.pending}
            onClick={() => remove.run({ params: { code: calendar.code } })}
          >
            {t('delete')}
          </Button>
        </div>
      )}
    </RuleForm>
  );
}

function draftOf(calendar: WorkingCalendar | null) {
  const { label, timeZone, week, exceptions, isDefault, userIds, teamIds } = calendar ?? {
    label: { en: '', ru: '' },
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    week: [DAY, DAY, DAY, DAY, DAY, [], []],
    exceptions: [],
    isDefault: false,
    userIds: [],
    teamIds: [],
  };
  return { label, timeZone, week, exceptions, isDefault, userIds, teamIds };
}
