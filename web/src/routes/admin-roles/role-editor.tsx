import { Alert, Button, MultiSelect, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type EntityMeta, type Role } from '#contract';
import { useAction, useReportError, useRoute } from '../../client/index.ts';
import { ConfirmPanel } from '../../ui/confirm-panel.tsx';
import { Section } from '../../ui/section.tsx';
import { RoleFields } from './role-fields.tsx';
import { RoleMatrix } from './role-matrix.tsx';
import classes from './roles.module.css';

const ADMINISTRATORS = 'admin';

/** Everything that a role is, changed here and put in force together. */
export function RoleEditor({ role }: { readonly role: Role }) {
  const { t } = useTranslation('rights');
  const report = useReportError();
  const [draft, setDraft] = useState(role);
  const [conflict, setConflict] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const change = (part: Partial<Role>): void => setDraft({ ...draft, ...part });
  const people = useRoute(routes.admin.people, {}, { staleTime: 300_000 }).data?.items ?? [];
  const entities: readonly EntityMeta[] = useRoute(routes.records.entities).data?.items ?? [];
  const stale = [routes.rights.roles, routes.admin.organisation, routes.session.me];
  const save = useAction(routes.rights.updateRole, {
    invalidate: stale,
    onSuccess: () => notifications.show({ message: t('roles.saved'), color: 'accent' }),
    onError: (error) => (error.conflict ? setConflict(true) : report(error)),
  });
  const remove = useAction(routes.rights.deleteRole, { invalidate: stale });
  const roles = useRoute(routes.rights.roles);
  const { name, nameRu, permissions, fieldRights, inherits, memberIds, version } = draft;
  const isFixed = role.isBaseline || role.code === ADMINISTRATORS;
  return (
    <>
      {conflict && (
        <Alert color="yellow" mb="md" role="alert" title={t('roles.conflict')}>
          <Button size="compact-sm" onClick={() => void roles.refetch()}>
            {t('roles.reload')}
          </Button>
        </Alert>
      )}
      <div className={classes.names}>
        <TextInput
          label={t('roles.name')}
          value={name}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <TextInput
          label={t('roles.nameRu')}
          value={nameRu ?? ''}
          onChange={(event) => change({ nameRu: event.currentTarget.value || null })}
        />
      </div>
      {role.isBaseline ? (
        <Text size="sm" c="dimmed" mb="md">
          {t('roles.everybody')}
        </Text>
      ) : (
        <MultiSelect
          mb="md"
          searchable
          label={t('roles.members')}
          data={people.map((person) => ({ value: person.id, label: person.name }))}
          value={memberIds}
          onChange={(ids) => change({ memberIds: ids })}
        />
      )}
      <Section title={t('matrix.title')}>
        <RoleMatrix role={draft} entities={entities} onChange={change} />
      </Section>
      <Section title={t('fields.title')}>
        <RoleFields role={draft} entities={entities} onChange={(rights) => change({ fieldRights: rights })} />
      </Section>
      <div className={classes.actions}>
        <Button
          variant="filled"
          loading={save.pending}
          onClick={() =>
            save.run({
              params: { id: role.id },
              body: { name, nameRu, permissions, fieldRights, inherits, memberIds, version },
            })
          }
        >
          {t('roles.save')}
        </Button>
        {!isFixed && <Button onClick={() => setDeleting(true)}>{t('roles.delete')}</Button>}
      </div>
      {deleting && (
        <ConfirmPanel
          danger
          title={t('roles.deleteTitle', { name: role.name })}
          message={t('roles.deleteMessage')}
          confirmLabel={t('roles.delete')}
          pending={remove.pending}
          onConfirm={() => remove.run({ params: { id: role.id } })}
          onClose={() => setDeleting(false)}
        />
      )}
    </>
  );
}
