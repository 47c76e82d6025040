/** The bytes of a file as an answer that no browser runs and nobody keeps on the way. */
import type { ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { disposition } from './disposition.ts';

export async function sendContent(
  response: ServerResponse,
  file: { readonly name: string; readonly safeMime: string; readonly size: number },
  content: Readable,
): Promise<void> {
  response.setHeader('Content-Type', file.safeMime);
  response.setHeader('Content-Length', file.size);
  response.setHeader('Content-Disposition', disposition(file.name));
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
  response.setHeader('Cache-Control', 'private, no-store');
  await pipeline(content, response);
}
