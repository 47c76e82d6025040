import { Alert, Button, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type AdminPerson } from '#contract';
import { useMe } from '../../app/me-context.ts';
import { useAction, useReportError, type ApiError, type RouteResponse } from '../../client/index.ts';
import classes from '../../features/security/security.module.css';
import { SidePanel } from '../../ui/side-panel.tsx';
import { newDraft, PersonFields, type PersonDraft } from './person-fields.tsx';

interface PersonPanelProps {
  /** Null for a new one. */
  readonly person: AdminPerson | null;
  readonly everybody: RouteResponse<typeof routes.people.allPeople>;
  readonly onLeave: (person: AdminPerson) => void;
  readonly onClose: () => void;
}

/** Makes a person, or changes one; a password for one sign-in is shown here, once. */
export function PersonPanel({ person, everybody, onLeave, onClose }: PersonPanelProps) {
  const { t } = useTranslation('people');
  const me = useMe();
  const report = useReportError();
  const table = routes.people;
  const [draft, setDraft] = useState<PersonDraft>(() => newDraft(person));
  const [problem, setProblem] = useState<ApiError | null>(null);
  const [password, setPassword] = useState<string | null>(null);
  const options = {
    invalidate: [table.allPeople, routes.admin.organisation, routes.admin.people],
    onError: (error: ApiError) => (error.fields.length > 0 ? setProblem(error) : report(error)),
  };
  const create = useAction(table.createPerson, {
    ...options,
    onSuccess: (answer) => (answer.password === null ? onClose() : setPassword(answer.password)),
  });
  const update = useAction(table.updatePerson, { ...options, onSuccess: onClose });
  const invite = useAction(table.invitePerson, {
    ...options,
    onSuccess: ({ email }) =>
      notifications.show({ message: t('invitationSent', { email }), color: 'accent' }),
  });
  const letIn = useAction(table.letIn, { ...options, onSuccess: onClose });
  const { enter, ...content } = draft;
  const save = (): void => {
    setProblem(null);
    if (person) update.run({ params: { id: person.id }, body: { ...content, version: person.version } });
    else create.run({ body: { ...content, enter } });
  };
  if (password !== null)
    return (
      <SidePanel title={draft.name} onClose={onClose}>
        <Alert color="green" title={t('oncePassword')} role="status">
          <span className={classes.key}>{password}</span>
          <Text size="sm" mt="xs">
            {t('oncePasswordHint', { email: draft.email })}
          </Text>
        </Alert>
      </SidePanel>
    );
  const params = { id: person?.id ?? '' };
  return (
    <SidePanel
      title={person?.name ?? t('new')}
      onClose={onClose}
      footer={
        <>
          {person?.isActive && (
            <Button loading={invite.pending} onClick={() => invite.run({ params })}>
              {t('invite')}
            </Button>
          )}
          {person && person.id !== me.user.id && person.isActive && (
            <Button onClick={() => onLeave(person)}>{t('keepOut')}</Button>
          )}
          {person && !person.isActive && person.openTasks > 0 && (
            <Button onClick={() => onLeave(person)}>{t('handOver')}</Button>
          )}
          {person && !person.isActive && (
            <Button loading={letIn.pending} onClick={() => letIn.run({ params })}>
              {t('letIn')}
            </Button>
          )}
          <Button variant="filled" loading={create.pending || update.pending} onClick={save}>
            {t('save')}
          </Button>
        </>
      }
    >
      <PersonFields
        draft={draft}
        isNew={person === null}
        everybody={everybody}
        problemOf={(path) => problem?.fields.find((field) => field.path.startsWith(path))?.message}
        onChange={(part) => setDraft({ ...draft, ...part })}
      />
    </SidePanel>
  );
}
