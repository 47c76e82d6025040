/** Names of all published processes for a reader, by key. */
import type { RequestUser } from '#crm';
import type { ApiContext } from '../context.ts';
import { processName } from './definition-names.ts';

export async function processNames(
  { engine, definitions }: Pick<ApiContext, 'engine' | 'definitions'>,
  user: Pick<RequestUser, 'locale'>,
): Promise<ReadonlyMap<string, string>> {
  const found = await engine.views.definitions({ keys: 'all' });
  const full = await definitions.findAll(found.map(({ id }) => id));
  return new Map(
    found.map(({ id, processKey, name }) => [processKey, processName(full.get(id), name, user.locale)]),
  );
}
