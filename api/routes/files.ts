/** Files of records: bytes in as a stream that ends at the limit, bytes out by the rights on a record that they hang on. */
import type { routes } from '#contract';
import { recordWrite } from '../commands/record-write.ts';
import type { ApiContext } from '../context.ts';
import type { RouteHandlers } from '../middleware/mount-routes.ts';
import { sendContent } from './send-content.ts';

export type FileRoute = 'recordFiles' | 'addFile' | 'removeFile' | 'fileContent';
type Handlers = Pick<RouteHandlers<typeof routes.collaboration>, FileRoute>;

export function fileHandlers(context: ApiContext): Handlers {
  const { crm, files } = context;
  return {
    recordFiles: async ({ user, params }) => ({ items: await crm.files.list({ user }, params) }),
    addFile: async ({ user, params, query, http }) => {
      try {
        // Rights before bytes: nobody fills the disk of a company whose records he may not change.
        await crm.files.assertMayAdd({ user }, { ...params, name: query.name });
        const content = await files.put(http.request);
        return { items: await crm.files.add({ user }, { ...params, ...query, content }) };
      } catch (error) {
        // What is left of the body would be taken for the next request of this connection.
        http.response.setHeader('Connection', 'close');
        throw error;
      }
    },
    removeFile: (request) =>
      recordWrite(context, request, async (caller) => ({
        items: await crm.files.remove(caller, request.params),
      })),
    fileContent: async ({ user, params, http: { response } }) => {
      const file = await crm.files.open({ user }, params);
      await sendContent(response, file, await files.open(file.storageKey));
      return { ok: true };
    },
  };
}
