/**
 * Who has a record open, and who is changing it: told to whoever may be in the record's room, and to nobody else. It locks
 * nothing. Kept in memory: each node tells the others of its own people when they change and now and then again, so that
 * those of a node that died are forgotten.
 */
import type { Presence, Room } from '#contract';

export type RecordRoom = Extract<Room, { kind: 'record' }>;
type Person = Presence['people'][number];

export interface NodePresence {
  readonly room: RecordRoom;
  /** All of this node who are there. */
  readonly people: readonly Person[];
}

export interface RecordPresence {
  arrive(connection: string, room: RecordRoom, person: { readonly id: string; readonly name: string }): void;
  edit(connection: string, room: RecordRoom, isEditing: boolean): void;
  leave(connection: string, room: RecordRoom): void;
  /** What another node says of its own people. */
  hear(node: string, presence: NodePresence): void;
  /** Says again who is here, and forgets nodes that did not. */
  refresh(): void;
  stop(): void;
}

/** People who come and go at once are one message. */
const GATHER_MS = 100;
/** Three times a refresh. */
const FORGET_AFTER_MS = 90_000;
/** More faces say nothing more. */
const PEOPLE_MAX = 20;

interface Occupied {
  readonly room: RecordRoom;
  readonly here: Map<string, Person>;
  readonly elsewhere: Map<string, { readonly people: readonly Person[]; readonly heardAt: number }>;
}

export function createRecordPresence(ports: {
  readonly tell: (presence: Presence) => void;
  readonly relay: (presence: NodePresence) => void;
}): RecordPresence {
  const rooms = new Map<string, Occupied>();
  const waiting = new Map<string, NodeJS.Timeout>();
  const nameOf = ({ entity, id }: RecordRoom): string => `${entity}:${id}`;

  const occupied = (room: RecordRoom): Occupied => {
    const name = nameOf(room);
    const known = rooms.get(name) ?? { room, here: new Map(), elsewhere: new Map() };
    rooms.set(name, known);
    return known;
  };
  const peopleOf = ({ here }: Occupied): readonly Person[] => united([...here.values()]);
  const tell = (name: string): void => {
    const known = rooms.get(name);
    if (!known) return;
    const others = [...known.elsewhere.values()].flatMap(({ people }) => people);
    ports.tell({ room: known.room, people: [...united([...known.here.values(), ...others])] });
    if (known.here.size === 0 && known.elsewhere.size === 0) rooms.delete(name);
  };
  const soon = (room: RecordRoom, isOwn: boolean): void => {
    const name = nameOf(room);
    if (isOwn) ports.relay({ room, people: peopleOf(occupied(room)) });
    if (waiting.has(name)) return;
    const timer = setTimeout(() => {
      waiting.delete(name);
      tell(name);
    }, GATHER_MS);
    waiting.set(name, timer.unref());
  };
  return {
    arrive(connection, room, { id, name }) {
      occupied(room).here.set(connection, { id, name, isEditing: false });
      soon(room, true);
    },
    edit(connection, room, isEditing) {
      const { here } = occupied(room);
      const person = here.get(connection);
      if (!person || person.isEditing === isEditing) return;
      here.set(connection, { ...person, isEditing });
      soon(room, true);
    },
    leave(connection, room) {
      if (rooms.get(nameOf(room))?.here.delete(connection)) soon(room, true);
    },
    hear(node, { room, people }) {
      const { elsewhere } = occupied(room);
      if (people.length === 0) elsewhere.delete(node);
      else elsewhere.set(node, { people, heardAt: Date.now() });
      soon(room, false);
    },
    refresh() {
      for (const known of rooms.values()) {
        if (known.here.size > 0) ports.relay({ room: known.room, people: peopleOf(known) });
        for (const [node, { heardAt }] of known.elsewhere) {
          if (Date.now() - heardAt < FORGET_AFTER_MS) continue;
          known.elsewhere.delete(node);
          soon(known.room, false);
        }
      }
    },
    stop() {
      for (const timer of waiting.values()) clearTimeout(timer);
    },
  };
}

/** One person may have the record open twice. */
function united(people: readonly Person[]): readonly Person[] {
  const found = new Map<string, Person>();
  for (const person of people) {
    const isEditing = person.isEditing || found.get(person.id)?.isEditing === true;
    found.set(person.id, { ...person, isEditing });
  }
  return [...found.values()].slice(0, PEOPLE_MAX);
}
