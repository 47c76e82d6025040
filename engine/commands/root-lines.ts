/**
 * One line of waiting commands per root instance (decisions.md 11). The first to come goes at once; who comes while it
 * is under way waits, and all who wait go together as the next group. So the version check never fails within a node.
 */
export class RootLines<T> {
  private readonly lines = new Map<string, T[]>();
  private readonly groupMax: number;
  private readonly serve: (rootId: string, group: readonly T[], isFirst: boolean) => Promise<void>;

  /** `serve` settles every command of the group itself and does not throw. */
  constructor(
    groupMax: number,
    serve: (rootId: string, group: readonly T[], isFirst: boolean) => Promise<void>,
  ) {
    this.groupMax = groupMax;
    this.serve = serve;
  }

  join(rootId: string, command: T): void {
    const line = this.lines.get(rootId);
    if (line) {
      line.push(command);
      return;
    }
    this.lines.set(rootId, []);
    void this.drain(rootId, command);
  }

  private async drain(rootId: string, first: T): Promise<void> {
    await this.serve(rootId, [first], true);
    const line = this.lines.get(rootId)!;
    while (line.length > 0) await this.serve(rootId, line.splice(0, this.groupMax), false);
    this.lines.delete(rootId);
  }
}
