/** The highest resident memory of this process while something runs, over what it had before; sampled. */
const SAMPLE_MS = 50;
const MEBIBYTE = 1024 * 1024;

/** Takes the work; gives its result and the growth of the process in MiB at its highest. */
export async function withPeakMemory<T>(work: () => Promise<T>): Promise<{ result: T; peakMb: number }> {
  global.gc?.();
  const before = process.memoryUsage.rss();
  let peak = before;
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, SAMPLE_MS);
  try {
    const result = await work();
    return { result, peakMb: (Math.max(peak, process.memoryUsage.rss()) - before) / MEBIBYTE };
  } finally {
    clearInterval(timer);
  }
}
