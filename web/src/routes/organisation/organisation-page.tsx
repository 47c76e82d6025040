import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { routes, type Organisation } from '#contract';
import { useMe } from '../../app/me-context.ts';
import { useShellPanels } from '../../app/shell/shell-panels.ts';
import { useRoute } from '../../client/index.ts';
import { departmentsInOrder } from '../../features/structure/departments-in-order.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { DepartmentPart } from './department-part.tsx';
import { EditingPanel } from './editing-panel.tsx';
import classes from './organisation-page.module.css';
import { newDepartment, type Editing } from './editing.ts';
import { TopPlace } from './top-place.tsx';
import { useMoveDepartment } from './use-move-department.ts';
import { wantedPlace } from './wanted-place.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';

/** The company: departments in their order, who works there in which position, and who stands in for whom. */
export function OrganisationPage() {
  const { t } = useTranslation(['shell', 'structure']);
  const { isAdmin } = useMe();
  const organisation = useRoute(routes.admin.organisation);
  const panels = useShellPanels();
  const [editing, setEditing] = useState<Editing | null>(null);
  const edit = (next: Editing): void => {
    panels.close();
    setEditing(next);
  };
  const [params, setParams] = useSearchParams();
  const structure = useRoute(routes.structure.structure, {}, { enabled: isAdmin });
  const shown = editing ?? (structure.data ? wantedPlace(params, structure.data) : null);
  const close = (): void => {
    setEditing(null);
    setParams({}, { replace: true });
  };
  // The position that the address asks for goes on once its department is there.
  const goOn = (): void => (params.get('make') === 'position' ? setEditing(null) : close());
  const active = organisation.data?.users.filter(({ status }) => status === 'active');
  return (
    <>
      <PageHeader
        title={t('shell:organisation.title')}
        meta={active && t('shell:organisation.people', { count: active.length })}
        actions={
          isAdmin && (
            <ActionButton
              variant="filled"
              action={{
                name: 'new',
                label: t('structure:newDepartment'),
                run: () => edit(newDepartment(null)),
              }}
            />
          )
        }
      />
      <div className={classes.page}>
        <Loaded query={organisation}>
          {(loaded) => <Departments organisation={loaded} onEdit={isAdmin ? edit : null} />}
        </Loaded>
      </div>
      {shown && <EditingPanel editing={shown} onEdit={setEditing} onMade={goOn} onClose={close} />}
    </>
  );
}

interface DepartmentsProps {
  readonly organisation: Organisation;
  /** Null for everybody but administrators. */
  readonly onEdit: ((editing: Editing) => void) | null;
}

function Departments({ organisation, onEdit }: DepartmentsProps) {
  const { t } = useTranslation(['shell', 'structure']);
  const [carried, setCarried] = useState<string | null>(null);
  const moves = useMoveDepartment();
  const { departments, positions, users } = organisation;
  const places = new Map(positions.map((position) => [position.id, position]));
  const inDepartment = (id: string | null): Organisation['users'] =>
    users.filter((user) => (places.get(user.positionId ?? '')?.departmentId ?? null) === id);
  const without = inDepartment(null);
  const inOrder = departmentsInOrder(departments);
  const drop = (parentId: string | null): void => {
    if (carried !== null) moves.move(carried, parentId);
    setCarried(null);
  };
  return (
    <>
      {departments.length === 0 && (
        <EmptyState compact title={t('structure:emptyTitle')} message={t('structure:emptyHint')} />
      )}
      {inOrder.map((department) => (
        <DepartmentPart
          key={department.id}
          department={department}
          members={inDepartment(department.id)}
          positions={positions.filter(({ departmentId }) => departmentId === department.id)}
          onEdit={onEdit}
          drag={{
            isTarget: carried !== null && carried !== department.id && !department.above.includes(carried),
            onCarry: setCarried,
            onDrop: () => drop(department.id),
          }}
        />
      ))}
      {without.length > 0 && (
        <DepartmentPart department={null} members={without} positions={[]} onEdit={null} drag={null} />
      )}
      {carried !== null && <TopPlace onDrop={() => drop(null)} />}
    </>
  );
}
