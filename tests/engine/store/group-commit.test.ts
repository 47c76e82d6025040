import { expect, it } from 'vitest';
import { GroupCommit } from '#engine/testing';

/** Statements that end when the test says so. */
function aStore(lanes = 3) {
  const sent: { readonly requests: readonly string[]; end(): void }[] = [];
  const group = new GroupCommit<string, string>({
    lanes,
    batchMax: 200,
    keysOf: (request) => [request.split(':')[0]!],
    isLong: (request) => request.startsWith('long'),
    run: (requests) =>
      new Promise((resolve) =>
        sent.push({ requests, end: () => resolve(requests.map((one) => `${one} done`)) }),
      ),
  });
  return { sent, group };
}
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));
const many = (count: number, name = 'r'): string[] =>
  Array.from({ length: count }, (_, index) => `${name}${index}`);

it('sends together what comes while a statement is on its way', async () => {
  const { sent, group } = aStore();
  const first = group.submit('a');
  await turn();
  const others = many(3).map((one) => group.submit(one));
  await turn();
  expect(sent.map(({ requests }) => requests)).toEqual([['a']]);
  sent[0]!.end();
  expect(await first).toBe('a done');
  await turn();
  expect(sent[1]!.requests).toEqual(many(3));
  sent[1]!.end();
  expect(await Promise.all(others)).toEqual(many(3).map((one) => `${one} done`));
});

it('opens a further lane for a batch that is worth it', async () => {
  const { sent, group } = aStore();
  void group.submit('a');
  await turn();
  for (const one of many(7)) void group.submit(one);
  await turn();
  expect(sent.map(({ requests }) => requests.length)).toEqual([1]);
  void group.submit('one more');
  await turn();
  expect(sent.map(({ requests }) => requests.length)).toEqual([1, 8]);
});

it('goes past a statement that is held up, but never past one with the same key in a batch', async () => {
  const { sent, group } = aStore();
  void group.submit('held');
  await turn();
  void group.submit('x:1');
  void group.submit('x:2');
  await turn();
  expect(sent).toHaveLength(1);
  await expect.poll(() => sent.map(({ requests }) => requests)).toEqual([['held'], ['x:1']]);
});

it('sends what is long alone, lets the others go beside it, and keeps a lane for them', async () => {
  const { sent, group } = aStore();
  const requests = () => sent.map((one) => one.requests);
  for (const one of ['long1', 'a', 'long2', 'b', 'long3']) void group.submit(one);
  await turn();
  expect(requests()).toEqual([['a', 'b'], ['long1'], ['long2']]);
  sent[0]!.end();
  await turn();
  expect(requests()).toHaveLength(3);
  void group.submit('c');
  await turn();
  expect(requests()[3]).toEqual(['c']);
  sent[1]!.end();
  await turn();
  expect(requests()[4]).toEqual(['long3']);
});
