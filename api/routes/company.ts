/** What is true of the company as a whole. */
import type { routes } from '#contract';
import { recordWrite } from '../commands/record-write.ts';
import type { ApiContext } from '../context.ts';
import type { RouteHandlers } from '../middleware/mount-routes.ts';
import { plain } from '../presenters/plain.ts';

export function companyHandlers(context: ApiContext): RouteHandlers<typeof routes.company> {
  const { company } = context.crm;
  return {
    company: async () => plain(await company.get()),
    saveCompany: async (request) => {
      const saved = await recordWrite(context, request, async (caller) =>
        plain(await company.save(caller, request.body)),
      );
      // By the rates that are committed now; whoever is interrupted here is followed by the nightly step.
      return (await company.countUnrated()) === 0 ? saved : plain(await company.get());
    },
  };
}
