import type { DepartmentDraft } from '../../features/structure/department-panel.tsx';
import type { PositionDraft } from '../../features/structure/position-panel.tsx';

/** What an administrator is changing on the page. */
export type Editing =
  | { readonly kind: 'department'; readonly id: string }
  | { readonly kind: 'newDepartment'; readonly initial: DepartmentDraft }
  | { readonly kind: 'position'; readonly id: string }
  | { readonly kind: 'newPosition'; readonly initial: PositionDraft };

export function newDepartment(parentId: string | null): Editing {
  return { kind: 'newDepartment', initial: { name: '', nameRu: null, code: null, parentId } };
}

export function newPosition(departmentId: string): Editing {
  const initial = { title: '', titleRu: null, code: null, departmentId, isHead: false };
  return { kind: 'newPosition', initial };
}
