/** The company's structure and substitutions; the CRM knows who is in it, the engine which processes name it. */
import type { routes } from '#contract';
import type { StructureUse } from '#crm';
import { recordWrite } from '../commands/record-write.ts';
import type { ApiContext } from '../context.ts';
import type { RouteHandlers } from '../middleware/mount-routes.ts';
import { plain } from '../presenters/plain.ts';
import { processesNaming, usesOfPlace } from '../presenters/structure-uses.ts';

type Kind = 'department' | 'position';

export function structureHandlers(context: ApiContext): RouteHandlers<typeof routes.structure> {
  const { structure, substitutions } = context.crm;
  const placeOf = async (kind: Kind, id: string) => {
    const { departments, positions } = await structure.view();
    const found = (kind === 'department' ? departments : positions).find((one) => one.id === id);
    return { kind, id, code: found?.code ?? null };
  };
  const usesOf = async (kind: Kind, id: string): Promise<readonly StructureUse[]> =>
    usesOfPlace(context, await placeOf(kind, id));
  /** Asked only when a code is given up. */
  const namedBy = async (
    kind: Kind,
    { id, code }: { readonly id: string; readonly code: string | null },
  ): Promise<readonly StructureUse[]> => {
    const before = await placeOf(kind, id);
    return before.code === null || before.code === code ? [] : processesNaming(context, before);
  };
  return {
    structure: async () => plain(await structure.view()),
    createDepartment: (request) =>
      recordWrite(context, request, async (caller) =>
        plain(await structure.saveDepartment(caller, { id: null, ...request.body })),
      ),
    async updateDepartment(request) {
      const content = { ...request.params, ...request.body };
      const alsoUsed = await namedBy('department', content);
      return recordWrite(context, request, async (caller) =>
        plain(await structure.saveDepartment(caller, { ...content, alsoUsed })),
      );
    },
    async deleteDepartment(request) {
      const removed = { ...request.params, alsoUsed: await usesOf('department', request.params.id) };
      return recordWrite(context, request, async (caller) => {
        await structure.removeDepartment(caller, removed);
        return { ok: true as const };
      });
    },
    createPosition: (request) =>
      recordWrite(context, request, async (caller) =>
        plain(await structure.savePosition(caller, { id: null, ...request.body })),
      ),
    async updatePosition(request) {
      const content = { ...request.params, ...request.body };
      const alsoUsed = await namedBy('position', content);
      return recordWrite(context, request, async (caller) =>
        plain(await structure.savePosition(caller, { ...content, alsoUsed })),
      );
    },
    async deletePosition(request) {
      const removed = { ...request.params, alsoUsed: await usesOf('position', request.params.id) };
      return recordWrite(context, request, async (caller) => {
        await structure.removePosition(caller, removed);
        return { ok: true as const };
      });
    },
    appoint: (request) =>
      recordWrite(context, request, async (caller) =>
        plain(await structure.appoint(caller, postOf(request.params))),
      ),
    dismiss: (request) =>
      recordWrite(context, request, async (caller) =>
        plain(await structure.dismiss(caller, postOf(request.params))),
      ),
    substitutions: async ({ user }) => ({ items: plain(await substitutions.list({ user })) }),
    createSubstitution: (request) =>
      recordWrite(context, request, async (caller) => {
        const { from, to, ...who } = request.body;
        const span = { from: new Date(from), to: new Date(to) };
        return plain(await substitutions.create(caller, { ...who, ...span }));
      }),
    endSubstitution: (request) =>
      recordWrite(context, request, async (caller) => {
        await substitutions.end(caller, request.params.id);
        return { ok: true as const };
      }),
  };
}

function postOf({ id, userId }: { readonly id: string; readonly userId: string }) {
  return { positionId: id, userId };
}
