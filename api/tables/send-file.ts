/** A file that is written while it is sent; half of one never looks like a whole one. */
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import { disposition } from '../routes/disposition.ts';

/** Returns what the writing returns, once the last byte is sent. */
export async function sendFile(
  response: Response,
  file: { readonly name: string; readonly mime: string },
  write: (through: PassThrough) => Promise<number>,
): Promise<number> {
  response.setHeader('Content-Type', file.mime);
  response.setHeader('Content-Disposition', disposition(file.name));
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Cache-Control', 'private, no-store');
  const through = new PassThrough();
  const sent = pipeline(through, response);
  // A reader who goes away ends the writing as well; it is told below.
  sent.catch(() => undefined);
  try {
    const count = await write(through);
    through.end();
    await sent;
    return count;
  } catch (error) {
    // Half a file must not look like a whole one.
    through.destroy(error instanceof Error ? error : new Error(String(error)));
    throw error;
  }
}
