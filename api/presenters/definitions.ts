/**
 * Definitions by id. A published version never changes, so it is read once; the oldest falls out when the cache is
 * full. Asking for several at once is what list screens do.
 */
import type { DefinitionView, Engine } from '#engine';

export interface Definitions {
  find(id: string): Promise<DefinitionView | null>;
  findAll(ids: Iterable<string>): Promise<ReadonlyMap<string, DefinitionView>>;
}

const CACHED_MAX = 300;

export function createDefinitions(engine: Engine): Definitions {
  const cached = new Map<string, Promise<DefinitionView | null>>();
  const find = (id: string): Promise<DefinitionView | null> => {
    const known = cached.get(id);
    if (known) return known;
    const reading = engine.views.definition(id);
    cached.set(id, reading);
    // Nothing is remembered of a failed read or of an id that may still be published.
    reading.then(
      (definition) => definition ?? cached.delete(id),
      () => cached.delete(id),
    );
    const oldest = cached.keys().next();
    if (cached.size > CACHED_MAX && !oldest.done) cached.delete(oldest.value);
    return reading;
  };
  return {
    find,
    async findAll(ids) {
      const found = await Promise.all([...new Set(ids)].map(find));
      return new Map(
        found.flatMap((definition) => (definition ? [[definition.id, definition] as const] : [])),
      );
    },
  };
}
