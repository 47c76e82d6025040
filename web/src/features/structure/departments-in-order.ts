interface Department {
  readonly id: string;
  readonly name: string;
  readonly parentId: string | null;
}

interface Place {
  readonly depth: number;
  /** Ids of the departments that it lies in, the top one first. */
  readonly above: readonly string[];
}

/** Departments from the top down, each followed by those below it. A parent that is not told counts as none. */
export function departmentsInOrder<D extends Department>(departments: readonly D[]): readonly (D & Place)[] {
  const known = new Set(departments.map(({ id }) => id));
  const below = (parent: string | null, above: readonly string[]): (D & Place)[] =>
    departments
      .filter(({ parentId }) => (parentId !== null && known.has(parentId) ? parentId : null) === parent)
      .flatMap((department) => [
        { ...department, depth: above.length, above },
        ...below(department.id, [...above, department.id]),
      ]);
  return below(null, []);
}
