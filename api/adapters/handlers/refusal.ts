/**
 * Thrown by a handler when the model, its data or the publisher's rights do not allow the effect. The engine turns
 * it into an incident at the element; the sentence is what the instance card shows.
 */
export class HandlerRefusal extends Error {
  override readonly name = 'HandlerRefusal';
}
