import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  DraftSaver,
  type SavedDraft,
  type SaveState,
} from '../../../web/src/features/designer/session/draft-saver.ts';

class Conflict extends Error {}

function makeSaver(save: (xml: string, revision: number) => Promise<SavedDraft>) {
  const states: SaveState['kind'][] = [];
  let drawing = 0;
  const saver = new DraftSaver({
    start: { revision: 1, savedAt: '2026-05-04T10:00:00Z' },
    delayMs: 100,
    exportXml: () => Promise.resolve(`<drawing n="${drawing}"/>`),
    save,
    isConflict: (error) => error instanceof Conflict,
    onState: (state) => states.push(state.kind),
  });
  return { saver, states, draw: () => ((drawing += 1), saver.touch()) };
}

const savedAs = (revision: number): SavedDraft => ({ revision, savedAt: '2026-05-04T10:00:05Z' });

describe('DraftSaver', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('gathers changes into one save a moment after the last', async () => {
    const save = vi.fn((_xml: string, revision: number) => Promise.resolve(savedAs(revision + 1)));
    const { draw, states } = makeSaver(save);
    draw();
    await vi.advanceTimersByTimeAsync(60);
    draw();
    await vi.advanceTimersByTimeAsync(60);
    expect(save).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(60);
    expect(save.mock.calls).toEqual([['<drawing n="2"/>', 1]]);
    expect(states.at(-1)).toBe('saved');
  });

  it('builds each save on the revision of the one before', async () => {
    const save = vi.fn((_xml: string, revision: number) => Promise.resolve(savedAs(revision + 1)));
    const { draw, saver } = makeSaver(save);
    draw();
    await saver.flush();
    draw();
    await saver.flush();
    expect(save.mock.calls.map(([, revision]) => revision)).toEqual([1, 2]);
    expect(saver.revision).toBe(3);
  });

  it('saves again what was drawn while a save was on its way', async () => {
    let finish: (draft: SavedDraft) => void = () => undefined;
    const save = vi
      .fn<(xml: string, revision: number) => Promise<SavedDraft>>()
      .mockImplementationOnce(() => new Promise((resolve) => (finish = resolve)))
      .mockImplementation((_xml, revision) => Promise.resolve(savedAs(revision + 1)));
    const { draw, saver } = makeSaver(save);
    draw();
    const flushed = saver.flush();
    await vi.advanceTimersByTimeAsync(0);
    draw();
    finish(savedAs(2));
    expect(await flushed).toBe(true);
    expect(save.mock.calls).toEqual([
      ['<drawing n="1"/>', 1],
      ['<drawing n="2"/>', 2],
    ]);
  });

  it('keeps what is unsaved after a failure and saves it when asked again', async () => {
    const save = vi
      .fn<(xml: string, revision: number) => Promise<SavedDraft>>()
      .mockRejectedValueOnce(new Error('no network'))
      .mockImplementation((_xml, revision) => Promise.resolve(savedAs(revision + 1)));
    const { draw, saver, states } = makeSaver(save);
    draw();
    expect(await saver.flush()).toBe(false);
    expect(states.at(-1)).toBe('failed');
    expect(await saver.flush()).toBe(true);
  });

  it('stops at a conflict until the author has chosen', async () => {
    const save = vi
      .fn<(xml: string, revision: number) => Promise<SavedDraft>>()
      .mockRejectedValueOnce(new Conflict())
      .mockImplementation((_xml, revision) => Promise.resolve(savedAs(revision + 1)));
    const { draw, saver, states } = makeSaver(save);
    draw();
    expect(await saver.flush()).toBe(false);
    draw();
    await vi.advanceTimersByTimeAsync(1000);
    expect(save).toHaveBeenCalledTimes(1);
    expect(states.at(-1)).toBe('conflict');
    expect(await saver.overwrite(savedAs(7))).toBe(true);
    expect(save.mock.calls.at(-1)).toEqual(['<drawing n="2"/>', 7]);
  });
});
