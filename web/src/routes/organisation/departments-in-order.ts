import type { Organisation } from '#contract';

type Department = Organisation['departments'][number];

/** Departments from the top down, each followed by those below it. A parent that is not told counts as none. */
export function departmentsInOrder(
  departments: readonly Department[],
): readonly (Department & { readonly depth: number })[] {
  const known = new Set(departments.map(({ id }) => id));
  const below = (parent: string | null, depth: number): (Department & { readonly depth: number })[] =>
    departments
      .filter(({ parentId }) => (parentId !== null && known.has(parentId) ? parentId : null) === parent)
      .flatMap((department) => [{ ...department, depth }, ...below(department.id, depth + 1)]);
  return below(null, 0);
}
