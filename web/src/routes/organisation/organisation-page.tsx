import { useTranslation } from 'react-i18next';
import { routes, type Organisation } from '#contract';
import { useRoute } from '../../client/index.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Section } from '../../ui/section.tsx';
import { MemberRow } from './member-row.tsx';
import { departmentsInOrder } from './departments-in-order.ts';
import classes from './organisation-page.module.css';

/** The company: departments in their order, who works there in which position, and who stands in for whom. */
export function OrganisationPage() {
  const { t } = useTranslation('shell');
  const organisation = useRoute(routes.admin.organisation);
  return (
    <>
      <PageHeader
        title={t('organisation.title')}
        meta={organisation.data && t('organisation.people', { count: organisation.data.users.length })}
      />
      <div className={classes.page}>
        <Loaded query={organisation}>{(loaded) => <Departments organisation={loaded} />}</Loaded>
      </div>
    </>
  );
}

function Departments({ organisation }: { readonly organisation: Organisation }) {
  const { t } = useTranslation('shell');
  const positions = new Map(organisation.positions.map((position) => [position.id, position]));
  const inDepartment = (id: string | null): Organisation['users'] =>
    organisation.users.filter((user) => (positions.get(user.positionId ?? '')?.departmentId ?? null) === id);
  const without = inDepartment(null);
  const parts = [
    ...departmentsInOrder(organisation.departments).map(({ id, name, depth }) => ({
      key: id,
      name,
      depth,
      members: inDepartment(id),
    })),
    ...(without.length > 0
      ? [{ key: 'without', name: t('organisation.without'), depth: 0, members: without }]
      : []),
  ];
  return parts.map(({ key, name, depth, members }) => (
    <div key={key} style={{ '--depth': depth }} className={classes.department}>
      <Section title={name} count={members.length}>
        <ul className={classes.members}>
          {members.map((member) => (
            <MemberRow key={member.id} member={member} position={positions.get(member.positionId ?? '')} />
          ))}
        </ul>
      </Section>
    </div>
  ));
}
