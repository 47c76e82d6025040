import { v7 } from 'uuid';

/** UUIDv7: new rows lie next to each other, and an id tells roughly when. */
export const timeOrderedIds = { next: (): string => v7() };
