/**
 * Which messages of the live stream are echoes of what was done here: they come while a write runs or shortly after it.
 * Messages do not say who changed something, and need not: an echo is read again at once, so that nothing is missed when
 * somebody else changed something in the same moment.
 */
const ECHO_MS_MAX = 2_000;

let running = 0;
let endedAt = -ECHO_MS_MAX;

export async function asOwnWrite<T>(write: () => Promise<T>): Promise<T> {
  running += 1;
  try {
    return await write();
  } finally {
    running -= 1;
    endedAt = performance.now();
  }
}

export function isOwnEcho(): boolean {
  return running > 0 || performance.now() - endedAt < ECHO_MS_MAX;
}
