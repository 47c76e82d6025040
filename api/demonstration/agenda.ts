/** What happens when, in order of time; happenings of one instant in the order in which they were added. */
export interface Happening {
  readonly at: Date;
  /** Null when time only passes, so that what is due then runs. */
  readonly run: (() => Promise<unknown>) | null;
}

export class Agenda {
  readonly #waiting: Happening[] = [];

  add(at: Date, run: Happening['run']): void {
    const entry = { at, run };
    let low = 0;
    let high = this.#waiting.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#waiting[middle]!.at <= at) low = middle + 1;
      else high = middle;
    }
    this.#waiting.splice(low, 0, entry);
  }

  /** Takes what comes next, as long as it is before `end`; what is later never happens. */
  take(end: Date): Happening | null {
    const [next] = this.#waiting;
    if (!next || next.at >= end) return null;
    this.#waiting.shift();
    return next;
  }
}
