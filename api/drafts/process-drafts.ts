/** Unpublished diagrams. A save names the revision it builds on, so nobody overwrites what he has not seen. */
import type { Pool, PoolClient } from 'pg';

export interface ProcessDraft {
  readonly processKey: string;
  readonly name: string;
  readonly xml: string;
  readonly revision: number;
  readonly basedOnVersion: number | null;
  readonly savedAt: string;
  readonly savedBy: string;
  readonly createdBy: string;
}

export interface ProcessDraftHead {
  readonly processKey: string;
  readonly name: string;
  readonly savedAt: string;
  readonly savedBy: string;
  readonly createdBy: string;
}

const HEAD = `process_key as "processKey", name, saved_at as "savedAt", saved_by as "savedBy", created_by as "createdBy"`;
const WHOLE = `${HEAD}, xml, revision, based_on_version as "basedOnVersion"`;

type Stored<T> = Omit<T, 'savedAt'> & { savedAt: Date };
const withText = <T extends { savedAt: Date }>(row: T): Omit<T, 'savedAt'> & { savedAt: string } => ({
  ...row,
  savedAt: row.savedAt.toISOString(),
});

export interface ProcessDrafts {
  list(): Promise<readonly ProcessDraftHead[]>;
  find(processKey: string): Promise<ProcessDraft | null>;
  /** Null when there is a draft of this key already. In the transaction of `client`, where one is given. */
  create(draft: NewDraft, client?: Pool | PoolClient): Promise<ProcessDraft | null>;
  /** Null when somebody saved in between, or the draft is gone. */
  save(draft: {
    readonly processKey: string;
    readonly name: string;
    readonly xml: string;
    readonly revision: number;
    readonly savedBy: string;
  }): Promise<ProcessDraft | null>;
  /** With `revision`, only when it is still that one. */
  discard(processKey: string, revision?: number): Promise<boolean>;
}

export interface NewDraft {
  readonly processKey: string;
  readonly name: string;
  readonly xml: string;
  readonly basedOnVersion: number | null;
  readonly savedBy: string;
}

export function processDrafts(pool: Pool): ProcessDrafts {
  return {
    async list() {
      const { rows } = await pool.query<Stored<ProcessDraftHead>>(
        `select ${HEAD} from app.process_draft order by name, process_key limit 2000`,
      );
      return rows.map(withText);
    },
    async find(processKey) {
      const { rows } = await pool.query<Stored<ProcessDraft>>(
        `select ${WHOLE} from app.process_draft where process_key = $1`,
        [processKey],
      );
      return rows[0] ? withText(rows[0]) : null;
    },
    async create(draft, client = pool) {
      const { rows } = await client.query<Stored<ProcessDraft>>(
        `insert into app.process_draft
           (process_key, name, xml, revision, based_on_version, saved_at, saved_by, created_by)
         values ($1, $2, $3, 1, $4, public.throughline_now(), $5, $5)
         on conflict (process_key) do nothing
         returning ${WHOLE}`,
        [draft.processKey, draft.name, draft.xml, draft.basedOnVersion, draft.savedBy],
      );
      return rows[0] ? withText(rows[0]) : null;
    },
    async save(draft) {
      const { rows } = await pool.query<Stored<ProcessDraft>>(
        `update app.process_draft
         set name = $2, xml = $3, revision = revision + 1, saved_at = public.throughline_now(), saved_by = $5
         where process_key = $1 and revision = $4
         returning ${WHOLE}`,
        [draft.processKey, draft.name, draft.xml, draft.revision, draft.savedBy],
      );
      return rows[0] ? withText(rows[0]) : null;
    },
    async discard(processKey, revision) {
      const { rowCount } = await pool.query(
        'delete from app.process_draft where process_key = $1 and ($2::int is null or revision = $2)',
        [processKey, revision ?? null],
      );
      return rowCount === 1;
    },
  };
}
