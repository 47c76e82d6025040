/** Two people at one record see each other. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seriousViolations } from './support/axe.ts';
import { openStage, type Stage, type Visitor } from './support/stage.ts';

let stage: Stage;
let anna: Visitor;
let viktor: Visitor;

beforeAll(async () => {
  stage = await openStage();
  [anna, viktor] = await Promise.all([stage.enter('Anna'), stage.enter('Viktor')]);
  for (const visitor of [anna, viktor])
    expect((await visitor.send('PUT', '/api/session/locale', { locale: 'en' })).status).toBe(200);
});
afterAll(() => stage?.close());

it('names who is editing, and locks nobody', async () => {
  const made = await anna.send<{ id: string }>('POST', '/api/records/contact', {
    fields: { givenName: 'Ulla', familyName: `Present ${Date.now()}`, middleName: 'First' },
  });
  const path = `/records/contact/${made.body.id}`;
  await Promise.all([anna.open(path), viktor.open(path)]);
  const edit = { name: 'Change Middle name' };
  await anna.page.getByRole('button', edit).click();
  await viktor.page.getByText('Anna Petrova is editing').waitFor();
  expect(await seriousViolations(viktor.page)).toEqual([]);
  await viktor.page.getByRole('button', edit).click();
  await anna.page.getByText('Viktor Popov is editing').waitFor();
  await viktor.page.getByRole('textbox', { name: 'Middle name' }).fill('Second');
  await viktor.page.keyboard.press('Enter');
  await anna.page.getByText('Viktor Popov is editing').waitFor({ state: 'hidden' });
  const stored = async () =>
    (await anna.get<{ fields: { middleName: string } }>(`/api${path}`)).body.fields.middleName;
  await expect.poll(stored).toBe('Second');
  await anna.page.close();
  await viktor.page.getByText('Anna Petrova is editing').waitFor({ state: 'hidden' });
  expect(viktor.complaints).toEqual([]);
});
