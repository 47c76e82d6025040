/**
 * Keeps a draft safe while it is drawn: saves a moment after the last change, one save at a time, each naming the
 * revision that it builds on. When somebody else saved in between it stops and lets the author choose; nothing is
 * ever overwritten in silence.
 */
export type SaveState =
  | { readonly kind: 'saved'; readonly at: string }
  | { readonly kind: 'changed' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'conflict' };

export interface SavedDraft {
  readonly revision: number;
  readonly savedAt: string;
}

export interface DraftSaverOptions {
  readonly start: SavedDraft;
  readonly delayMs?: number;
  exportXml(): Promise<string>;
  save(xml: string, revision: number): Promise<SavedDraft>;
  isConflict(error: unknown): boolean;
  onState(state: SaveState): void;
}

/** Long enough to gather a drag and its label, short enough that "saved" follows the hand. */
const DELAY_MS = 1200;

export class DraftSaver {
  private readonly options: DraftSaverOptions;
  private based: SavedDraft;
  private state: SaveState;
  private dirty = false;
  private running: Promise<void> | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: DraftSaverOptions) {
    this.options = options;
    this.based = options.start;
    this.state = { kind: 'saved', at: options.start.savedAt };
  }

  get revision(): number {
    return this.based.revision;
  }

  /** Something changed. */
  touch(): void {
    this.dirty = true;
    if (this.state.kind === 'conflict') return;
    if (this.state.kind !== 'saving') this.become({ kind: 'changed' });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), this.options.delayMs ?? DELAY_MS);
  }

  /** Saves what is unsaved; true when everything is on the server. */
  async flush(): Promise<boolean> {
    clearTimeout(this.timer);
    while (this.running) await this.running;
    if (this.state.kind === 'conflict') return false;
    if (!this.dirty) return true;
    this.running = this.saveOnce();
    await this.running;
    this.running = null;
    if (this.state.kind === 'failed' || this.isInConflict()) return false;
    return this.dirty ? this.flush() : true;
  }

  /** The author chose his own drawing over the one saved in between. */
  overwrite(theirs: SavedDraft): Promise<boolean> {
    this.based = theirs;
    this.dirty = true;
    this.become({ kind: 'changed' });
    return this.flush();
  }

  /** The server has a new draft that equals what is drawn, e.g. after publishing. */
  rebase(draft: SavedDraft): void {
    this.based = draft;
    if (!this.dirty) this.become({ kind: 'saved', at: draft.savedAt });
  }

  private async saveOnce(): Promise<void> {
    this.dirty = false;
    this.become({ kind: 'saving' });
    try {
      this.based = await this.options.save(await this.options.exportXml(), this.based.revision);
      this.become({ kind: 'saved', at: this.based.savedAt });
    } catch (error) {
      this.dirty = true;
      this.become({ kind: this.options.isConflict(error) ? 'conflict' : 'failed' });
    }
  }

  private isInConflict(): boolean {
    return this.state.kind === 'conflict';
  }

  private become(state: SaveState): void {
    this.state = state;
    this.options.onState(state);
  }
}
