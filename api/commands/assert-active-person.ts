import type { ApiContext } from '../context.ts';
import { ApiProblem } from '../errors/problems.ts';

/** @throws ApiProblem API_FIELDS_INVALID */
export async function assertActivePerson({ crm }: ApiContext, userId: string): Promise<void> {
  const people = await crm.organisation.people();
  if (people.some((person) => person.id === userId)) return;
  throw new ApiProblem('API_FIELDS_INVALID', {
    fields: [{ path: 'userId', code: 'notChoice', message: 'There is no active person with this id.' }],
  });
}
