/** Fields and kinds of records that administrators make. The engine is asked which versions use a field. */
import type { routes } from '#contract';
import { CrmRejection } from '#crm';
import { recordWrite } from '../commands/record-write.ts';
import type { ApiContext } from '../context.ts';
import type { RouteHandlers } from '../middleware/mount-routes.ts';
import { usesOfField, usesOfKind } from '../presenters/field-uses.ts';

export function customFieldHandlers(context: ApiContext): RouteHandlers<typeof routes.customFields> {
  const { customFields, kinds } = context.crm;
  /** Indexes are built beside the request; the list shows how far they are. */
  const building = <T>(answer: T): T => {
    customFields.buildIndexes().catch((error: unknown) => {
      context.logger.error({ err: error }, 'indexes of custom fields could not be built');
    });
    return answer;
  };
  return {
    customFields: async ({ params }) => ({ items: await customFields.list(params.entity) }),
    createField: async (request) =>
      building(
        await recordWrite(context, request, (caller) =>
          customFields.create(caller, { ...request.params, ...request.body }),
        ),
      ),
    reorderFields: (request) =>
      recordWrite(context, request, async (caller) => ({
        items: await customFields.reorder(caller, { ...request.params, ...request.body }),
      })),
    updateField: async (request) =>
      building(
        await recordWrite(context, request, (caller) =>
          customFields.update(caller, { ...request.params, ...request.body }),
        ),
      ),
    dropField: async (request) => {
      const field = await customFields.find(request.params.id);
      await assertUnused(context, field);
      return building(
        await recordWrite(context, request, (caller) => customFields.drop(caller, request.params.id)),
      );
    },
    restoreField: async (request) =>
      building(
        await recordWrite(context, request, (caller) => customFields.restore(caller, request.params.id)),
      ),
    createEntity: (request) =>
      recordWrite(context, request, async (caller) => {
        await customFields.createEntity(caller, request.body);
        return { ok: true as const };
      }),
    ownKinds: async () => ({ items: await kinds.list() }),
    renameKind: (request) =>
      recordWrite(context, request, (caller) => kinds.rename(caller, { ...request.params, ...request.body })),
    retireKind: async (request) => {
      const { entity } = request.params;
      const versions = await usesOfKind(context, entity);
      return recordWrite(context, request, (caller) => kinds.retire(caller, { entity, versions }));
    },
    restoreKind: (request) =>
      recordWrite(context, request, (caller) => kinds.restore(caller, request.params)),
  };
}

/** @throws CrmRejection CRM_FIELD_IN_USE naming the versions */
async function assertUnused(
  context: ApiContext,
  field: { readonly entity: string; readonly key: string },
): Promise<void> {
  const versions = await usesOfField(context, field);
  if (versions.length === 0) return;
  const names = versions.map(({ name, version }) => `${name} v${version}`).join(', ');
  throw new CrmRejection(
    'CRM_FIELD_IN_USE',
    `Expected no running version to use '${field.key}', but these do: ${names}.`,
    { versions },
  );
}
