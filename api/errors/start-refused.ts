/** The product cannot run as things are; the message says what to do, so no stack is shown with it. */
export class StartRefused extends Error {
  override readonly name: string = 'StartRefused';
}
