/** Archives of everything: asked for, watched, and fetched by a signed address that serves one administrator alone. */
import { randomBytes } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import type { FullExport, routes } from '#contract';
import type { ApiContext } from '../context.ts';
import { ApiProblem } from '../errors/problems.ts';
import type { RouteHandlers } from '../middleware/mount-routes.ts';
import {
  DISCARD_EXPORT,
  type FullExportRow,
  fullExportView,
  INSERT_EXPORT,
  SELECT_EXPORT,
  SELECT_EXPORTS,
} from '../tables/full-export-rows.ts';
import type { FullExports } from '../tables/full-exports.ts';
import { readLink, signLink } from '../tables/signed-link.ts';
import { disposition } from './disposition.ts';

/** Long enough to begin; a download that has begun goes on. */
const LINK_MS = 10 * 60_000;

export function fullExportHandlers(
  { pool, crm, ids }: ApiContext,
  exports: FullExports,
): RouteHandlers<typeof routes.fullExports> {
  const find = async (id: string): Promise<FullExportRow> => {
    const [row] = (await pool.query<FullExportRow>(SELECT_EXPORT, [id])).rows;
    if (!row) throw new ApiProblem('API_NOT_FOUND');
    return row;
  };
  /** @throws ApiProblem API_NOT_FOUND for another's, and for one that is over */
  const findOwn = async (id: string, userId: string): Promise<FullExportRow> => {
    const row = await find(id);
    if (!fullExportView(row, userId).isMine) throw new ApiProblem('API_NOT_FOUND');
    return row;
  };
  const view = async (id: string, userId: string): Promise<FullExport> =>
    fullExportView(await find(id), userId);
  return {
    async fullExports({ user }) {
      const { rows } = await pool.query<FullExportRow>(SELECT_EXPORTS);
      return { items: rows.map((row) => fullExportView(row, user.id)) };
    },
    async beginFullExport({ user }) {
      const id = ids.next();
      const { rowCount } = await pool.query(INSERT_EXPORT, [
        id,
        user.id,
        randomBytes(32).toString('base64url'),
      ]);
      if (rowCount === 0)
        throw new ApiProblem('API_CONFLICT', {
          detail: 'A full export is under way: wait until it is done.',
        });
      await crm.access.noteSecurity({ verb: 'full_export_begun', userId: user.id, by: user.id });
      exports.wake();
      return view(id, user.id);
    },
    async fullExportLink({ user, params }) {
      const row = await findOwn(params.id, user.id);
      const expiresAtMs = Date.now() + LINK_MS;
      const link = signLink(row.link_secret, { id: row.id, userId: user.id }, expiresAtMs);
      return {
        url: `/api/admin/full-exports/${row.id}/archive?link=${encodeURIComponent(link)}`,
        expiresAt: new Date(expiresAtMs).toISOString(),
      };
    },
    async fetchFullExport({ user, params, query, http: { response } }) {
      const row = await findOwn(params.id, user.id);
      const subject = { id: row.id, userId: user.id };
      const answer = readLink(row.link_secret, subject, { link: query.link, nowMs: Date.now() });
      if (answer === 'expired')
        throw new ApiProblem('API_FORBIDDEN', {
          detail: 'The link is over: ask for a new one on the page of exports.',
        });
      if (answer === 'refused')
        throw new ApiProblem('API_FORBIDDEN', { detail: 'The link is not for this archive and person.' });
      const opened = await exports.open(row.id);
      if (!opened)
        throw new ApiProblem('API_NOT_FOUND', { detail: 'The archive is not here: make a new one.' });
      await crm.access.noteSecurity({ verb: 'full_export_fetched', userId: user.id, by: user.id });
      response.setHeader('Content-Type', 'application/zip');
      response.setHeader('Content-Length', opened.size);
      response.setHeader(
        'Content-Disposition',
        disposition(`throughline ${row.created_at.toISOString().slice(0, 10)}.zip`),
      );
      response.setHeader('X-Content-Type-Options', 'nosniff');
      response.setHeader('Cache-Control', 'private, no-store');
      await pipeline(opened.content, response);
      return { ok: true };
    },
    async discardFullExport({ user, params }) {
      const { state } = await find(params.id);
      const { rowCount } = await pool.query(DISCARD_EXPORT, [params.id]);
      if (rowCount === 0) throw new ApiProblem('API_NOT_FOUND');
      if (state === 'done') await exports.discard(params.id);
      await crm.access.noteSecurity({ verb: 'full_export_discarded', userId: user.id, by: user.id });
      return view(params.id, user.id);
    },
  };
}
