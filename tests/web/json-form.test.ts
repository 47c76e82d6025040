import { describe, expect, it } from 'vitest';
import { fieldsOf, readFormSchema } from '../../web/src/ui/json-form/schema.ts';
import { fieldError, visibleFields } from '../../web/src/ui/json-form/validate.ts';

// The rules are told apart by their keys; the words are another test's matter.
const t = ((key: string) => key) as unknown as Parameters<typeof fieldError>[2];

const schema = {
  type: 'default',
  components: [
    { type: 'text', id: 'intro', text: 'Hello' },
    {
      type: 'textfield',
      id: 'f1',
      key: 'name',
      label: { en: 'Name', ru: 'Имя' },
      validate: { required: true, maxLength: 5 },
    },
    { type: 'number', id: 'f2', key: 'sum', label: 'Sum', validate: { min: 1, max: '10' } },
    { type: 'textfield', id: 'f3', key: 'mail', label: 'Mail', validate: { validationType: 'email' } },
    { type: 'textfield', id: 'f4', key: 'code', label: 'Code', validate: { pattern: '^[A-Z]+$' } },
    {
      type: 'group',
      id: 'g1',
      label: 'More',
      components: [{ type: 'checkbox', id: 'f5', key: 'sure', validate: { required: true } }],
    },
    { type: 'button', id: 'b1', action: 'submit' },
    { type: 'filepicker', id: 'x1', key: 'file', label: 'File' },
  ],
};
const parts = readFormSchema(schema, 'ru');
const field = (key: string) => {
  const found = fieldsOf(parts).find((one) => one.key === key);
  if (!found) throw new Error(`Expected a field '${key}'.`);
  return found;
};

describe('a form-js schema', () => {
  it('is read with its groups, without its buttons, and names what it cannot show', () => {
    expect(parts.map((part) => part.kind)).toEqual([
      'text',
      'textfield',
      'number',
      'textfield',
      'textfield',
      'group',
      'unsupported',
    ]);
    expect(fieldsOf(parts).map((one) => one.key)).toEqual(['name', 'sum', 'mail', 'code', 'sure']);
  });
  it('takes a label in the language on screen', () => {
    expect(field('name').label).toBe('Имя');
  });
  it.each([null, 'text', 7, [], { components: 'none' }, { components: [null, 3] }])(
    '%j is an empty form',
    (foreign) => {
      expect(readFormSchema(foreign, 'en')).toEqual([]);
    },
  );
});

describe('the rules of a field', () => {
  it.each([
    ['name', '', 'required'],
    ['name', 'too long', 'tooLong'],
    ['name', 'fine', null],
    ['sum', 0.5, 'tooSmall'],
    ['sum', 11, 'tooLarge'],
    ['sum', 'x', 'notNumber'],
    ['sum', null, null],
    ['mail', 'nobody', 'email'],
    ['mail', 'a@b.example', null],
    ['code', 'abc', 'pattern'],
    ['sure', false, 'required'],
    ['sure', true, null],
  ])('%s = %j gives %s', (key, value, expected) => {
    expect(fieldError(field(key), value, t)).toBe(expected);
  });
  it('do not count for what is hidden, nor for what is inside it', () => {
    const visible = visibleFields(parts, new Set(['f1', 'g1'])).map((one) => one.key);
    expect(visible).toEqual(['sum', 'mail', 'code']);
  });
});
