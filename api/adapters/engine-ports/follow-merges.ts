/** The CRM's merges, followed by the engine's running instances; places of variables are kept by the CRM as they are. */
import { z } from 'zod';
import type { CrmProcesses } from '#crm';
import type { Engine } from '#engine';

const places = z.array(
  z.object({
    rootId: z.string(),
    instanceId: z.string(),
    scopeId: z.string(),
    variable: z.string(),
    path: z.array(z.string()),
  }),
);

/** `engine` is asked for when a merge happens: it is made after the CRM. */
export function followMerges(
  engine: () => Pick<Engine, 'lockHolders' | 'replaceRecord'>,
): Omit<CrmProcesses, 'atWork'> {
  return {
    lock: ({ record, among }, client) =>
      engine().lockHolders({ record, ...(among ? { among } : {}) }, { client }),
    async replace({ rootIds, from, to, places: given, actor, reason }, client) {
      const written = await engine().replaceRecord(
        { rootIds, from, to, ...(given ? { places: places.parse(given) } : {}) },
        { client },
        { actor: { kind: actor.kind, id: actor.id }, ...(reason === null ? {} : { reason }) },
      );
      return written.map((place) => ({ ...place }));
    },
  };
}
