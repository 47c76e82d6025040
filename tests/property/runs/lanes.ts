/** Several works at once, each in a lane of its own that does one after the other. */

/** Each lane is asked again until it says that there is nothing left; the first failure fails all. */
export async function inLanes(count: number, turn: (lane: number) => Promise<boolean>): Promise<void> {
  await Promise.all(
    Array.from({ length: count }, async (_, lane) => {
      while (await turn(lane));
    }),
  );
}
