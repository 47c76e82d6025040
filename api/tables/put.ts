import type { Writable } from 'node:stream';

/** Writes, and waits where the reader is slower. Rejects when the reader has gone. */
export function put(stream: Writable, text: string): Promise<void> {
  return new Promise((done, failed) => {
    const gone = (): void => failed(new Error('The reader of the file has gone.'));
    if (stream.destroyed) return gone();
    if (stream.write(text)) return done();
    const drained = (): void => {
      stream.off('close', gone);
      done();
    };
    stream.once('drain', drained);
    stream.once('close', gone);
  });
}
