/**
 * One line of waiting commands per root instance (decisions.md 11). Those that come in one turn go at once, together; who
 * comes while they are under way waits, and all who wait go as the next group. So the version check never fails within a
 * node.
 */
export class RootLines<T> {
  private readonly lines = new Map<string, T[]>();
  private readonly groupMax: number;
  private readonly serve: (rootId: string, group: readonly T[]) => Promise<void>;

  private readonly whenEmpty: (rootId: string) => void;

  /** `serve` settles every command of the group itself and does not throw. `whenEmpty`: nobody waits any more. */
  constructor(
    groupMax: number,
    serve: (rootId: string, group: readonly T[]) => Promise<void>,
    whenEmpty: (rootId: string) => void,
  ) {
    this.groupMax = groupMax;
    this.serve = serve;
    this.whenEmpty = whenEmpty;
  }

  join(rootId: string, command: T): void {
    const line = this.lines.get(rootId);
    if (line) {
      line.push(command);
      return;
    }
    this.lines.set(rootId, [command]);
    void this.drain(rootId);
  }

  /** Takes the line for work that is done elsewhere; false when it is taken. Who joins waits until `leave`. */
  enter(rootId: string): boolean {
    if (this.lines.has(rootId)) return false;
    this.lines.set(rootId, []);
    return true;
  }

  /** Gives back the line that was taken by `enter`. */
  leave(rootId: string): void {
    if (this.lines.get(rootId)!.length > 0) void this.drain(rootId);
    else this.close(rootId);
  }

  has(rootId: string): boolean {
    return this.lines.has(rootId);
  }

  /** Who goes with the next group, as it stands now. */
  next(rootId: string): readonly T[] {
    return this.lines.get(rootId)?.slice(0, this.groupMax) ?? [];
  }

  private async drain(rootId: string): Promise<void> {
    // What was read in one statement comes here in one turn, and goes together.
    await Promise.resolve();
    const line = this.lines.get(rootId)!;
    while (line.length > 0) await this.serve(rootId, line.splice(0, this.groupMax));
    this.close(rootId);
  }

  private close(rootId: string): void {
    this.lines.delete(rootId);
    this.whenEmpty(rootId);
  }
}
