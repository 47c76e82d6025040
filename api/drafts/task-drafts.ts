/** What a person typed into a task form without completing; his own, gone when the task is done. */
import type { Pool } from 'pg';

export interface TaskDraft {
  readonly values: Record<string, unknown>;
  readonly savedAt: string;
}

export interface TaskDrafts {
  find(taskId: string, userId: string): Promise<TaskDraft | null>;
  save(taskId: string, userId: string, values: Record<string, unknown>): Promise<string>;
  discard(taskId: string): Promise<void>;
}

export function taskDrafts(pool: Pool): TaskDrafts {
  return {
    async find(taskId, userId) {
      const { rows } = await pool.query<{ values: Record<string, unknown>; savedAt: Date }>(
        `select form_values as values, saved_at as "savedAt" from app.task_draft where task_id = $1 and user_id = $2`,
        [taskId, userId],
      );
      return rows[0] ? { values: rows[0].values, savedAt: rows[0].savedAt.toISOString() } : null;
    },
    async save(taskId, userId, values) {
      const { rows } = await pool.query<{ savedAt: Date }>(
        `insert into app.task_draft (task_id, user_id, form_values, saved_at)
         values ($1, $2, $3, public.throughline_now())
         on conflict (task_id, user_id) do update set form_values = excluded.form_values, saved_at = excluded.saved_at
         returning saved_at as "savedAt"`,
        [taskId, userId, JSON.stringify(values)],
      );
      return rows[0]!.savedAt.toISOString();
    },
    async discard(taskId) {
      await pool.query('delete from app.task_draft where task_id = $1', [taskId]);
    },
  };
}
