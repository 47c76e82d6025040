/** The part of the IMAP server for tests that we use; it comes without types. */
declare module 'hoodiecrow-imap' {
  import type { Server } from 'node:net';

  interface ImapServer {
    readonly server: Server;
    listen(port: number, host: string, done: () => void): void;
    close(done: () => void): void;
    appendMessage(folder: string, flags: string[], date: Date, source: string): void;
  }
  export default function hoodiecrow(options: {
    readonly plugins: readonly string[];
    readonly storage: object;
  }): ImapServer;
}
