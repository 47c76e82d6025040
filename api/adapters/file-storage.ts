/**
 * Contents of files in a folder, each once, named by its hash: written beside, hashed on the way, moved into place when
 * it is whole, so that a broken upload leaves nothing that looks like a file.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ApiProblem } from '../errors/problems.ts';

export interface StoredFile {
  readonly sha256: string;
  readonly size: number;
  readonly storageKey: string;
}

export interface FileStorage {
  /** @throws ApiProblem API_TOO_LARGE when the limit is passed */
  put(content: AsyncIterable<Buffer>): Promise<StoredFile>;
  /** @throws ApiProblem API_NOT_FOUND when the content is gone */
  open(storageKey: string): Promise<Readable>;
  /** Deletes the content; nothing happens when it is gone already. */
  remove(storageKey: string): Promise<void>;
  /** Where the content lies on this machine; null when it is not here. */
  path(storageKey: string): Promise<string | null>;
}

const KEY = /^[0-9a-f]{2}\/[0-9a-f]{64}$/;

export function createFileStorage(options: {
  readonly folder: string;
  readonly sizeMax: number;
}): FileStorage {
  const { folder, sizeMax } = options;
  return {
    async put(content) {
      const incoming = join(folder, 'incoming');
      await mkdir(incoming, { recursive: true });
      const path = join(incoming, randomUUID());
      try {
        const { sha256, size } = await writeHashed(content, path, sizeMax);
        const storageKey = `${sha256.slice(0, 2)}/${sha256}`;
        await mkdir(join(folder, sha256.slice(0, 2)), { recursive: true });
        await rename(path, join(folder, storageKey));
        return { sha256, size, storageKey };
      } finally {
        await rm(path, { force: true });
      }
    },
    async remove(storageKey) {
      if (KEY.test(storageKey)) await rm(join(folder, storageKey), { force: true });
    },
    async path(storageKey) {
      if (!KEY.test(storageKey)) return null;
      const path = join(folder, storageKey);
      return (await stat(path).catch(() => null)) === null ? null : path;
    },
    async open(storageKey) {
      if (!KEY.test(storageKey)) throw new ApiProblem('API_NOT_FOUND');
      const path = join(folder, storageKey);
      const known = await stat(path).catch(() => null);
      if (known === null)
        throw new ApiProblem('API_NOT_FOUND', { detail: 'The content of the file is gone.' });
      return createReadStream(path);
    },
  };
}

async function writeHashed(
  content: AsyncIterable<Buffer>,
  path: string,
  sizeMax: number,
): Promise<{ sha256: string; size: number }> {
  const hash = createHash('sha256');
  let size = 0;
  await pipeline(
    content,
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        size += chunk.length;
        if (size > sizeMax) throw new ApiProblem('API_TOO_LARGE', { detail: tooLarge(sizeMax) });
        hash.update(chunk);
        yield chunk;
      }
    },
    createWriteStream(path, { flags: 'wx' }),
  );
  // What is told as stored is on the disk.
  const file = await open(path, 'r');
  await file.sync().finally(() => file.close());
  return { sha256: hash.digest('hex'), size };
}

function tooLarge(sizeMax: number): string {
  return `A file has at most ${Math.floor(sizeMax / 1_048_576)} MB: send a smaller one.`;
}
