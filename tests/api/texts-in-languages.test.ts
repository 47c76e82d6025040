/** What an author writes for people is shown in the language of who reads it, else as it was written. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aProcess } from '../support/process-builder.ts';
import { startApi, type ApiProduct, type Visitor } from './api-product.ts';
import { publish } from './work-of-people.ts';

let api: ApiProduct;
let admin: Visitor;

beforeAll(async () => {
  api = await startApi();
  admin = await api.as('Viktor');
  const russian = (text: string): string => `<tl:translation lang="ru" text="${text}" />`;
  const extensions = `<tl:process description="What it is for" manualStart="true">${russian('Для чего он')}</tl:process>`;
  const task = `<tl:assignment kind="initiator" /><tl:task instruction="Read it">${russian('Прочтите')}</tl:task>`;
  await publish(admin, aProcess('told', extensions).start().userTask('read', { extensions: task }).end());
}, 60_000);
afterAll(() => api.stop());

it.each([
  ['en', 'What it is for', 'Read it'],
  ['ru', 'Для чего он', 'Прочтите'],
])('in %s', async (locale, description, instruction) => {
  await admin.send('PUT', '/api/session/locale', { locale });
  const library = await admin.get<{ items: { processKey: string; description: string }[] }>('/api/processes');
  expect(library.body.items.find(({ processKey }) => processKey === 'told')).toMatchObject({ description });
  const path = '/api/processes/told/start';
  const { body } = await admin.send<{ instanceId: string }>('POST', path, { variables: {} });
  const tasks = await admin.get<{ items: { id: string; instanceId: string }[] }>('/api/tasks');
  const task = tasks.body.items.find(({ instanceId }) => instanceId === body.instanceId);
  expect((await admin.get(`/api/tasks/${task?.id}`)).body).toMatchObject({ instruction });
});
