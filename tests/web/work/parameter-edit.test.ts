import { expect, it } from 'vitest';
import { editorOf, parseEdited, textOf } from '../../../web/src/features/instance/parameter-edit.ts';

it.each([
  [true, 'boolean'],
  [3, 'number'],
  ['text', 'text'],
  [null, 'text'],
  [{ $record: 'account', id: 'a' }, 'record'],
  [{ lines: [1] }, 'json'],
  [[1, 2], 'json'],
])('%j is edited as %s', (value, editor) => {
  expect(editorOf(value)).toBe(editor);
});

it('keeps the type of a value', () => {
  expect(parseEdited('number', 4)).toEqual({ ok: true, value: 4 });
  expect(parseEdited('number', '')).toEqual({ ok: false });
  expect(parseEdited('json', textOf({ a: [1] }))).toEqual({ ok: true, value: { a: [1] } });
  expect(parseEdited('json', '{')).toEqual({ ok: false });
  expect(parseEdited('text', 'a')).toEqual({ ok: true, value: 'a' });
});
