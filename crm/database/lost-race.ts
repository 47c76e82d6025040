/**
 * Two transactions that met in a deadlock or saw each other's rows: PostgreSQL lets one win and undoes the other, which
 * may simply begin again. The locks of the CRM are ordered so that this is rare; once is enough then.
 */
const LOST_RACE_CODES = ['40001', '40P01'];

/** Sequelize wraps the driver's error, and a fault of the CRM keeps it as its cause. */
export function codeOfDatabaseError(error: unknown): string | null {
  const { code, parent, cause } = error as { code?: unknown; parent?: { code?: unknown }; cause?: unknown };
  const found = parent?.code ?? code;
  if (typeof found === 'string') return found;
  return cause === undefined ? null : codeOfDatabaseError(cause);
}

/** Runs a whole transaction, and once more when it lost a race; `work` must leave nothing behind when it fails. */
export async function againWhenRaceLost<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!LOST_RACE_CODES.includes(codeOfDatabaseError(error) ?? '')) throw error;
    return work();
  }
}
