import { routes } from '#contract';
import { useRoute } from '../../client/index.ts';

/** With whom an instance is: several people at once where it runs in parallel. */
export function ExecutorNames({ ids }: { readonly ids: unknown }) {
  const people = useRoute(routes.admin.people, {}, { staleTime: 300_000 }).data?.items ?? [];
  const names = Array.isArray(ids) ? people.filter(({ id }) => ids.includes(id)).map(({ name }) => name) : [];
  const all = names.join(', ');
  return <span title={names.length > 1 ? all : undefined}>{all || '–'}</span>;
}
