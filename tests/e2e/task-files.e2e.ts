/** Files on a task: put there by its executor, opened from its instance by who leads the process. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aProcess } from '../support/process-builder.ts';
import { seriousViolations } from './support/axe.ts';
import { openStage, type Stage, type Visitor } from './support/stage.ts';

let stage: Stage;
let maria: Visitor;
let viktor: Visitor;
let instanceId = '';
let taskId = '';

beforeAll(async () => {
  stage = await openStage();
  [maria, viktor] = await Promise.all([stage.enter('Maria'), stage.enter('Viktor')]);
  for (const visitor of [maria, viktor])
    expect((await visitor.send('PUT', '/api/session/locale', { locale: 'en' })).status).toBe(200);
  const xml = aProcess('papers', '<tl:process manualStart="true" />')
    .start()
    .userTask('gather', { name: 'Gather the papers', extensions: '<tl:assignment kind="initiator" />' })
    .end()
    .xml();
  const made = await viktor.send('POST', '/api/processes', { name: 'papers', xml });
  expect(made.status, JSON.stringify(made.body)).toBeLessThan(300);
  const published = await viktor.send('POST', '/api/processes/papers/publish', { revision: 1 });
  expect(published.status, JSON.stringify(published.body)).toBe(200);
  const started = await maria.send<{ instanceId: string }>('POST', '/api/processes/papers/start', {
    variables: {},
  });
  ({ instanceId } = started.body);
  const card = await maria.get<{ tasks: { id: string }[] }>(`/api/instances/${instanceId}`);
  taskId = card.body.tasks[0]!.id;
}, 180_000);
afterAll(() => stage?.close());

const plainFile = (name: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from('words') });

it('lets the executor add and remove files beside his work', async () => {
  const { page } = maria;
  await maria.open(`/tasks/${taskId}`);
  const files = page.getByRole('region', { name: 'Files' });
  await files.getByText('No files yet').waitFor();
  const chooser = page.waitForEvent('filechooser');
  await files.getByRole('button', { name: 'Add a file' }).click();
  await (await chooser).setFiles(plainFile('Contract with the customer.txt'));
  await files.getByRole('link', { name: 'Contract with the customer.txt' }).waitFor();
  const again = page.waitForEvent('filechooser');
  await files.getByRole('button', { name: 'Add a file' }).click();
  await (await again).setFiles(plainFile('wrong.txt'));
  await files.getByRole('button', { name: 'Remove wrong.txt' }).click();
  await page.getByRole('button', { name: 'Remove the file' }).click();
  await files.getByRole('link', { name: 'wrong.txt' }).waitFor({ state: 'detached' });
  expect(await seriousViolations(page)).toEqual([]);
  expect(maria.complaints).toEqual([]);
});

it('shows them on the instance, with the task and with who did what', async () => {
  const { page } = viktor;
  await viktor.open(`/instances/${instanceId}`);
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Contract with the customer.txt' }).click();
  expect((await download).suggestedFilename()).toBe('Contract with the customer.txt');
  expect(await seriousViolations(page)).toEqual([]);
  await page.getByRole('tab', { name: 'History' }).click();
  await page.getByText('File “wrong.txt” was taken off task “Gather the papers”').waitFor();
  expect(viktor.complaints).toEqual([]);
});
