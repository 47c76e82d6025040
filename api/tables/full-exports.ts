/**
 * Archives of everything, made beside the requests by whichever node takes them: progress lies in the database, the
 * archive in a folder of the node until its day is over. A node that dies leaves its work to another, which begins anew.
 * Whoever is no longer an administrator when it is made gets none.
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ApiContext } from '../context.ts';
import {
  CLAIM_EXPORT,
  EXPIRE_EXPORTS,
  EXPORT_DONE,
  EXPORT_FAILED,
  RELEASE_EXPORT,
  RENEW_EXPORT,
  SELECT_GONE,
  TELL_PROGRESS,
} from './full-export-rows.ts';
import type { SecretBox } from '../adapters/secret-box.ts';
import { readKnownSecrets } from './known-secrets.ts';
import type { ExportBooks } from './tell-of-export.ts';
import { writeFullExport } from './write-full-export.ts';

export interface FullExports {
  /** Something was asked for here. */
  wake(): void;
  /** Goes on with what a node that died left behind, and throws away what is over; called by a schedule. */
  sweep(): Promise<void>;
  /** Null where the archive is not here. */
  open(id: string): Promise<{ readonly size: number; readonly content: Readable } | null>;
  discard(id: string): Promise<void>;
  /** Leaves what is under way to the next start. */
  stop(): Promise<void>;
}

interface Claimed {
  readonly id: string;
  readonly user_id: string;
  readonly is_hopeless: boolean;
}

/** Thrown into the work when it is to end. */
class Ended extends Error {}

const RENEWED_EVERY_MS = 20_000;

export function createFullExports(
  context: ApiContext,
  options: {
    readonly folder: string;
    readonly secrets: SecretBox;
    readonly secretsOfEnvironment: readonly string[];
    readonly books: ExportBooks;
  },
): FullExports {
  const { pool, crm, logger } = context;
  const { folder, books } = options;
  const archive = (id: string): string => join(folder, `${id}.zip`);
  let isStopping = false;
  let underway: Promise<void> | null = null;

  const runAll = async (): Promise<void> => {
    while (!isStopping) {
      const [claimed] = (await pool.query<Claimed>(CLAIM_EXPORT)).rows;
      if (!claimed) return;
      if (claimed.is_hopeless) await pool.query(EXPORT_FAILED, [claimed.id, 'interrupted']);
      else await make(claimed);
    }
  };
  const wake = (): void => {
    if (isStopping) return;
    underway = (underway ?? Promise.resolve()).then(runAll).catch((error: unknown) => {
      logger.error({ err: error }, 'a full export was interrupted');
    });
  };

  async function make({ id, user_id: userId }: Claimed): Promise<void> {
    const part = `${archive(id)}.part`;
    // A large file tells of nothing for longer than the lease lasts.
    const renewing = setInterval(
      () => void pool.query(RENEW_EXPORT, [id]).catch(() => undefined),
      RENEWED_EVERY_MS,
    );
    try {
      const user = await crm.organisation.loadUser(userId);
      if (!user?.isAdmin) {
        await pool.query(EXPORT_FAILED, [id, 'notAllowed']);
        return;
      }
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const made = await write(id, part);
      await rename(part, archive(id));
      const values = [id, made.rows, made.leftOut, made.size, made.sha256];
      const { rowCount } = await pool.query(EXPORT_DONE, values);
      if (rowCount === 0) return await rm(archive(id), { force: true });
      // Its rows are of every kind, so no limit of one kind holds for them; whoever may make it may take all.
      const taken = { entity: 'full_export', rows: 0, fileName: `${id}.zip` };
      await books.finish(user, { id: await crm.exportGuard.begin({ user }, taken), rows: made.rows });
    } catch (error) {
      if (error instanceof Ended) {
        if (isStopping) await pool.query(RELEASE_EXPORT, [id]);
        return;
      }
      logger.error({ err: error, fullExport: id }, 'a full export failed');
      await pool.query(EXPORT_FAILED, [id, 'failed']);
    } finally {
      clearInterval(renewing);
      await rm(part, { force: true });
    }
  }

  async function write(id: string, part: string) {
    const secrets = await readKnownSecrets(pool, {
      box: options.secrets,
      ofEnvironment: options.secretsOfEnvironment,
    });
    const hash = createHash('sha256');
    let size = 0;
    const through = new PassThrough();
    const stored = pipeline(
      through,
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          size += chunk.length;
          hash.update(chunk);
          yield chunk;
        }
      },
      createWriteStream(part, { mode: 0o600 }),
    );
    // What ends the writing is told below.
    stored.catch(() => undefined);
    try {
      const written = await writeFullExport(through, {
        pool,
        files: context.files,
        secrets,
        told: async ({ steps, stepsDone, rows, step, leftOut }) => {
          if (isStopping) throw new Ended();
          const told = await pool.query(TELL_PROGRESS, [id, steps, stepsDone, rows, step, leftOut]);
          // Somebody ended it.
          if (told.rowCount === 0) throw new Ended();
        },
      });
      through.end();
      await stored;
      return { ...written, size, sha256: hash.digest('hex') };
    } catch (error) {
      through.destroy();
      throw error;
    }
  }

  return {
    wake,
    async sweep() {
      await pool.query(EXPIRE_EXPORTS);
      const gone = new Set(
        (await pool.query<{ id: string }>(SELECT_GONE)).rows.map((row) => `${row.id}.zip`),
      );
      for (const name of await readdir(folder).catch(() => []))
        if (gone.has(name)) await rm(join(folder, name), { force: true });
      wake();
    },
    async open(id) {
      const known = await stat(archive(id)).catch(() => null);
      return known && { size: known.size, content: createReadStream(archive(id)) };
    },
    discard: (id) => rm(archive(id), { force: true }),
    async stop() {
      isStopping = true;
      await underway;
    },
  };
}
