/** What an administrator is changing on the page. */
export type Editing =
  | { readonly kind: 'department'; readonly id: string }
  | { readonly kind: 'newDepartment'; readonly parentId: string | null }
  | { readonly kind: 'position'; readonly id: string }
  | { readonly kind: 'newPosition'; readonly departmentId: string };
