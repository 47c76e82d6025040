import { describe, expect, it } from 'vitest';
import {
  newField,
  readFormDraft,
  writeFormDraft,
} from '../../../web/src/features/designer/form-builder/form-model.ts';
import { formFieldFrom } from '../../../web/src/features/designer/form-builder/record-fields.ts';
import { fieldsOf, readFormSchema } from '../../../web/src/ui/json-form/schema.ts';

const roundTrip = (schema: object): unknown =>
  JSON.parse(writeFormDraft(readFormDraft(JSON.stringify(schema))));

describe('form builder', () => {
  it('keeps everything of a schema that it does not edit', () => {
    const schema = {
      type: 'default',
      id: 'Form_1',
      schemaVersion: 16,
      components: [
        {
          id: 'a',
          type: 'select',
          key: 'direction',
          label: 'Direction',
          layout: { columns: 8 },
          conditional: { hide: '=x = 1' },
          validate: { required: true },
          properties: { label_ru: 'Направление', owner: 'other tool' },
          values: [{ value: 'a', label: 'A', label_ru: 'А' }],
        },
        { id: 'b', type: 'dynamiclist', path: 'lines', components: [] },
        { id: 'c', type: 'datetime', key: 'on', label: 'On', subtype: 'date' },
      ],
    };
    expect(roundTrip(schema)).toEqual(schema);
  });

  it('begins with an empty form when there is none or it is broken', () => {
    expect(readFormDraft(null).fields).toEqual([]);
    expect(readFormDraft('{ not json').fields).toEqual([]);
  });

  it('gives each new field a variable of its own, in the letters of its label', () => {
    const first = newField('textfield', 'Дата визита', []);
    const second = newField('textfield', 'Дата визита', [first]);
    expect([first.key, second.key]).toEqual(['датаВизита', 'датаВизита2']);
  });

  it('takes fields of a record with options and both languages', () => {
    const field = formFieldFrom(
      {
        key: 'priority',
        type: 'select',
        label: { en: 'Priority', ru: 'Приоритет' },
        options: [{ value: 'high', label: { en: 'High', ru: 'Высокий' } }],
      },
      [],
    );
    const schema: unknown = JSON.parse(writeFormDraft({ raw: {}, fields: [field] }));
    const [shown] = fieldsOf(readFormSchema(schema, 'ru'));
    expect(shown).toMatchObject({
      kind: 'select',
      key: 'priority',
      label: 'Приоритет',
      options: [{ value: 'high', label: 'Высокий' }],
    });
  });
});
