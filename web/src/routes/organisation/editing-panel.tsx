import { routes } from '#contract';
import { useRoute } from '../../client/index.ts';
import { DepartmentPanel } from '../../features/structure/department-panel.tsx';
import { PositionPanel } from '../../features/structure/position-panel.tsx';
import type { Editing } from './editing.ts';

interface EditingPanelProps {
  readonly editing: Editing;
  readonly onEdit: (editing: Editing) => void;
  /** A department was made: something else may have waited for it. */
  readonly onMade: () => void;
  readonly onClose: () => void;
}

/** The panel of what is being changed; nothing until it is read, or when somebody removed it meanwhile. */
export function EditingPanel({ editing, onEdit, onMade, onClose }: EditingPanelProps) {
  const { data } = useRoute(routes.structure.structure);
  if (!data) return null;
  switch (editing.kind) {
    case 'department': {
      const department = data.departments.find(({ id }) => id === editing.id);
      if (!department) return null;
      const { name, nameRu, code, parentId } = department;
      return (
        <DepartmentPanel
          key={`${department.id}:${department.version}`}
          department={department}
          initial={{ name, nameRu, code, parentId }}
          onMade={onClose}
          onClose={onClose}
        />
      );
    }
    case 'newDepartment':
      return (
        <DepartmentPanel
          key={`new:${editing.initial.parentId}:${editing.initial.code}`}
          department={null}
          initial={editing.initial}
          onMade={onMade}
          onClose={onClose}
        />
      );
    case 'position': {
      const position = data.positions.find(({ id }) => id === editing.id);
      if (!position) return null;
      const { title, titleRu, code, departmentId, isHead } = position;
      return (
        <PositionPanel
          key={`${position.id}:${position.version}`}
          position={position}
          initial={{ title, titleRu, code, departmentId, isHead }}
          onMade={() => undefined}
          onClose={onClose}
        />
      );
    }
    case 'newPosition':
      return (
        <PositionPanel
          key={`new:${editing.initial.departmentId}:${editing.initial.code}`}
          position={null}
          initial={editing.initial}
          onMade={({ id }) => onEdit({ kind: 'position', id })}
          onClose={onClose}
        />
      );
  }
}
