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
  const field = {
    type: 'textfield',
    key: 'note',
    label: 'What was said',
    properties: { label_ru: 'Что сказано' },
  };
  const form = `<tl:form>${JSON.stringify({ type: 'default', components: [field] }).replaceAll('"', '&quot;')}</tl:form>`;
  const task = `<tl:assignment kind="initiator" />${form}<tl:task instruction="Read it">${russian('Прочтите')}</tl:task>`;
  await publish(admin, aProcess('told', extensions).start().userTask('read', { extensions: task }).end());
}, 60_000);
afterAll(() => api.stop());

it.each([
  ['en', 'What it is for', 'Read it', 'What was said'],
  ['ru', 'Для чего он', 'Прочтите', 'Что сказано'],
])('in %s', async (locale, description, instruction, label) => {
  await admin.send('PUT', '/api/session/locale', { locale });
  const library = await admin.get<{ items: { processKey: string; description: string }[] }>('/api/processes');
  expect(library.body.items.find(({ processKey }) => processKey === 'told')).toMatchObject({ description });
  const path = '/api/processes/told/start';
  const { body } = await admin.send<{ instanceId: string }>('POST', path, {
    variables: { note: 'x', other: 1 },
  });
  const tasks = await admin.get<{ items: { id: string; instanceId: string }[] }>('/api/tasks');
  const task = tasks.body.items.find(({ instanceId }) => instanceId === body.instanceId);
  expect((await admin.get(`/api/tasks/${task?.id}`)).body).toMatchObject({ instruction });
  const card = await admin.get<{ parameters: { name: string; label: string | null }[] }>(
    `/api/instances/${body.instanceId}`,
  );
  const called = card.body.parameters.map(({ name, label: words }) => [name, words]);
  expect(called.toSorted()).toEqual([
    ['note', label],
    ['other', null],
  ]);
});

it('positions of people who are searched for', async () => {
  const subtitle = async (locale: string): Promise<string | null | undefined> => {
    await admin.send('PUT', '/api/session/locale', { locale });
    const { body } = await admin.get<{ items: { entity: string; title: string; subtitle: string | null }[] }>(
      '/api/search?q=Dmitry',
    );
    return body.items.find(({ entity, title }) => entity === 'user' && title.startsWith('Dmitry'))?.subtitle;
  };
  expect([await subtitle('en'), await subtitle('ru')]).toEqual(['Head of sales', 'Руководитель продаж']);
});
