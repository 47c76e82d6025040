/** What happens when, in order of time; happenings of one instant in the order in which they were added. */
export interface Happening {
  readonly at: Date;
  run(): Promise<unknown>;
}

export class Agenda {
  readonly #waiting: { readonly at: Date; readonly order: number; readonly run: () => Promise<unknown> }[] =
    [];
  #order = 0;

  add(at: Date, run: () => Promise<unknown>): void {
    const entry = { at, order: this.#order++, run };
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
