/** One login for each role. The password is no secret: it opens an invented company and is shown on the sign-in page. */
import type { SetupState } from '#contract';
import { demonstrationPeople } from '#crm';

export const DEMONSTRATION_PASSWORD = 'demonstration';

const ROLES = [
  { role: 'process_owner', roleName: 'Process owner', name: 'Olga Smirnova' },
  { role: 'employee', roleName: 'Employee', name: 'Anna Petrova' },
  { role: 'manager', roleName: 'Manager', name: 'Dmitry Sokolov' },
  { role: 'admin', roleName: 'Administrator', name: 'Viktor Popov' },
] as const;

export function demonstrationLogins(): Promise<SetupState['demonstrationLogins']> {
  const logins = ROLES.flatMap(({ role, roleName, name }) => {
    const person = demonstrationPeople.find((candidate) => candidate.name === name);
    return person ? [{ role, roleName, name, email: person.email, password: DEMONSTRATION_PASSWORD }] : [];
  });
  return Promise.resolve(logins);
}
