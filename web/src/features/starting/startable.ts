/** A process that can be started by hand. */
export interface Startable {
  readonly processKey: string;
  readonly name: string;
  readonly description: string | null;
  readonly definitionId: string | null;
  /** Kind of record that it is about; null when it is about none. */
  readonly subject: string | null;
}

/** The record that the process shall be about. */
export interface StartRecord {
  readonly entity: string;
  readonly id: string;
  readonly title: string;
}
