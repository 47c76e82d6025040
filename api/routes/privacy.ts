/** What parties said about being reached, and what is held about a person; the CRM decides who may read and write it. */
import type { routes } from '#contract';
import { recordWrite } from '../commands/record-write.ts';
import type { ApiContext } from '../context.ts';
import type { RouteHandlers } from '../middleware/mount-routes.ts';
import { deleteContents } from '../privacy/delete-contents.ts';
import { eraseBeside } from '../privacy/erase-beside.ts';
import { makeAccessReport } from '../privacy/access-report.ts';
import { REPORT_MIME, writeReport } from '../privacy/send-report.ts';
import { sendFile } from '../tables/send-file.ts';
import type { ExportBooks } from '../tables/tell-of-export.ts';

export function privacyHandlers(
  context: ApiContext,
  books: ExportBooks,
): RouteHandlers<typeof routes.privacy> {
  const { consents, accessReports, erasures, exportGuard } = context.crm;
  return {
    recordConsents: async ({ user, params }) => ({ items: await consents.list({ user }, params) }),
    stateConsent: (request) =>
      recordWrite(context, request, async (caller) => {
        await consents.state(caller, request.params, request.body);
        return { ok: true } as const;
      }),
    personState: ({ user, params }) => erasures.state({ user }, params),
    async setHold({ user, params, body }) {
      await erasures.setHold({ user }, params, body.reason);
      return { ok: true };
    },
    async planErasure({ user, params }) {
      const plan = await erasures.plan({ user }, params, eraseBeside);
      return { ...plan, records: [...plan.records], shared: [...plan.shared], blockers: [...plan.blockers] };
    },
    async erasePerson({ user, params, body }) {
      const { pseudonym, storageKeys } = await erasures.erase({ user }, { ...params, ...body }, eraseBeside);
      await deleteContents(context, storageKeys);
      return { pseudonym };
    },
    async accessReport({ user, params, query: { format }, http: { response } }) {
      const report = await makeAccessReport(context, user, params);
      const name = `${report.person.number ?? report.person.id} ${report.madeAt.slice(0, 10)}.${format}`;
      const rows = report.records.length;
      // Reports of one person after the other take customers out like any export, and count as one.
      const id = await exportGuard.begin({ user }, { entity: params.entity, rows, fileName: name });
      // Kept before the first byte is sent: a report that was taken is never missing from the history.
      await accessReports.keep({ user }, params, format);
      try {
        await sendFile(response, { name, mime: REPORT_MIME[format] }, async (through) => {
          await writeReport(through, report, { format, locale: user.locale, files: context.files });
          return rows;
        });
      } finally {
        await books.finish(user, { id, rows });
      }
      return { ok: true };
    },
  };
}
