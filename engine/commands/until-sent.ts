/** Statements go out between two turns of the event loop; deciding first would hold them up. */
export async function untilSent(): Promise<void> {
  for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
}
