/** The people of the story with their rights, and the customers that they know. */
import { demonstrationPeople, type Crm, type RequestUser } from '#crm';

export interface Customer {
  readonly accountId: string;
  readonly contactId: string;
}

export interface Cast {
  /** Whoever takes from the pool of support. */
  readonly agents: readonly RequestUser[];
  readonly customers: readonly Customer[];
  person(name: string): RequestUser;
}

const AGENTS = ['Maria Lebedeva', 'Pavel Morozov', 'Kate Brown'];
const PAGE = 200;

export async function createCast(crm: Crm): Promise<Cast> {
  const known = await Promise.all(demonstrationPeople.map((person) => crm.organisation.loadUser(person.id)));
  const people = known.filter((user) => user !== null);
  const person = (name: string): RequestUser => {
    const found = people.find((user) => user.name === name);
    if (!found) throw new Error(`Expected '${name}' among the people of the demonstration.`);
    return found;
  };
  const contacts = await crm.records.list(
    { user: person('Viktor Popov') },
    { entity: 'contact', limit: PAGE, sort: 'createdAt:asc' },
  );
  const customers = contacts.items
    .toSorted((a, b) => a.id.localeCompare(b.id))
    .flatMap(({ id, fields }) =>
      typeof fields.account === 'string' ? [{ accountId: fields.account, contactId: id }] : [],
    );
  return { agents: AGENTS.map(person), customers, person };
}
