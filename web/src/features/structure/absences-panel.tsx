import { Button, Stack, Text } from '@mantine/core';
import { DateTimePicker } from '@mantine/dates';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type Person } from '#contract';
import { useAction, useReportError, useRoute, type ApiError } from '../../client/index.ts';
import { dateTimeFormat, instantFromLocal } from '../../ui/date-values.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { UserPicker } from '../../ui/pickers/user-picker.tsx';
import { Section } from '../../ui/section.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import { AbsenceRow } from './absence-row.tsx';

interface AbsencesPanelProps {
  readonly person: Person;
  readonly onClose: () => void;
}

/** Who does a person's work while he is away, and whose work he does. */
export function AbsencesPanel({ person, onClose }: AbsencesPanelProps) {
  const { t } = useTranslation('structure');
  const substitutions = useRoute(routes.structure.substitutions);
  return (
    <SidePanel title={t('absencesOf', { name: person.name })} onClose={onClose}>
      {/* The focus goes here, not into the list of people, which would open over what is below. */}
      <Text size="sm" mb="md" tabIndex={-1} data-autofocus>
        {t('absencesHint')}
      </Text>
      <NewAbsence person={person} />
      <Loaded query={substitutions} compact>
        {({ items }) => {
          const own = items.filter(({ user }) => user.id === person.id);
          const others = items.filter(({ by }) => by.id === person.id);
          return (
            <>
              <Section title={t('own')} count={own.length}>
                {own.length === 0 && (
                  <Text size="sm" c="dimmed">
                    {t('noAbsences')}
                  </Text>
                )}
                {own.map((one) => (
                  <AbsenceRow key={one.id} substitution={one} who={one.by} isEndable />
                ))}
              </Section>
              {others.length > 0 && (
                <Section title={t('standsIn')} count={others.length}>
                  {others.map((one) => (
                    <AbsenceRow key={one.id} substitution={one} who={one.user} />
                  ))}
                </Section>
              )}
            </>
          );
        }}
      </Loaded>
    </SidePanel>
  );
}

const EMPTY = { byUserId: null, from: null, to: null };

function NewAbsence({ person }: { readonly person: Person }) {
  const { t } = useTranslation('structure');
  const report = useReportError();
  const [draft, setDraft] = useState<{ byUserId: string | null; from: string | null; to: string | null }>(
    EMPTY,
  );
  const [problem, setProblem] = useState<ApiError | null>(null);
  const create = useAction(routes.structure.createSubstitution, {
    invalidate: [routes.structure.substitutions, routes.admin.organisation],
    onSuccess: () => {
      setDraft(EMPTY);
      setProblem(null);
    },
    onError: (error) => (error.fields.length > 0 ? setProblem(error) : report(error)),
  });
  const problemOf = (path: string): string | undefined =>
    problem?.fields.find((field) => field.path === path)?.message;
  const [from, to] = [instantFromLocal(draft.from), instantFromLocal(draft.to)];
  const send = (): void => {
    if (draft.byUserId !== null && from !== null && to !== null)
      create.run({ body: { userId: person.id, byUserId: draft.byUserId, from, to } });
  };
  return (
    <Stack gap="sm" mb="lg">
      <UserPicker
        required
        label={t('by')}
        error={problemOf('byUserId')}
        value={draft.byUserId}
        onChange={(byUserId) => setDraft({ ...draft, byUserId })}
      />
      <DateTimePicker
        clearable
        withAsterisk
        label={t('from')}
        error={problemOf('from')}
        valueFormat={dateTimeFormat}
        value={draft.from}
        onChange={(value) => setDraft({ ...draft, from: value })}
      />
      <DateTimePicker
        clearable
        withAsterisk
        label={t('to')}
        error={problemOf('to')}
        valueFormat={dateTimeFormat}
        value={draft.to}
        onChange={(value) => setDraft({ ...draft, to: value })}
      />
      <div>
        <Button
          variant="filled"
          disabled={draft.byUserId === null || from === null || to === null}
          loading={create.pending}
          onClick={send}
        >
          {t('add')}
        </Button>
      </div>
    </Stack>
  );
}
