import { useTranslation } from 'react-i18next';
import type { Organisation } from '#contract';
import { Section } from '../../ui/section.tsx';
import { DepartmentActions } from './department-actions.tsx';
import type { Editing } from './editing.ts';
import { MemberRow } from './member-row.tsx';
import classes from './organisation-page.module.css';
import { VacancyRow } from './vacancy-row.tsx';

export interface DepartmentDrag {
  /** Whether what is dragged may be dropped here. */
  readonly isTarget: boolean;
  readonly onCarry: (id: string | null) => void;
  readonly onDrop: () => void;
}

interface DepartmentPartProps {
  /** Null: whoever holds no position. */
  readonly department: { readonly id: string; readonly name: string; readonly depth: number } | null;
  readonly members: Organisation['users'];
  readonly positions: Organisation['positions'];
  readonly onEdit: ((editing: Editing) => void) | null;
  readonly drag: DepartmentDrag | null;
}

/** A department with its people and vacant positions; an administrator changes it, and drags it below another. */
export function DepartmentPart({ department, members, positions, onEdit, drag }: DepartmentPartProps) {
  const { t } = useTranslation('shell');
  const position = new Map(positions.map((one) => [one.id, one]));
  const held = new Set(
    members.filter(({ status }) => status === 'active').map(({ positionId }) => positionId),
  );
  const vacant = positions.filter(({ id }) => !held.has(id));
  return (
    <div
      style={{ '--depth': department?.depth ?? 0 }}
      className={classes.department}
      data-target={drag?.isTarget || undefined}
      onDragOver={(event) => {
        if (drag?.isTarget) event.preventDefault();
      }}
      onDrop={() => {
        if (drag?.isTarget) drag.onDrop();
      }}
    >
      <Section
        title={department?.name ?? t('organisation.without')}
        count={members.length}
        actions={
          department &&
          onEdit &&
          drag && <DepartmentActions department={department} onEdit={onEdit} onCarry={drag.onCarry} />
        }
      >
        <ul className={classes.members}>
          {members.map((member) => (
            <MemberRow
              key={member.id}
              member={member}
              position={position.get(member.positionId ?? '')}
              onEdit={onEdit}
            />
          ))}
          {vacant.map((one) => (
            <VacancyRow key={one.id} position={one} onEdit={onEdit} />
          ))}
        </ul>
      </Section>
    </div>
  );
}
