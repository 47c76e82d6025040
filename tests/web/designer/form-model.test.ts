import { describe, expect, it } from 'vitest';
import {
  newField,
  readFormDraft,
  writeFormDraft,
} from '../../../web/src/features/designer/form-builder/form-model.ts';
import type { DesignerCatalogue } from '#contract';
import {
  formFieldFrom,
  recordVariables,
} from '../../../web/src/features/designer/form-builder/record-fields.ts';
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
          properties: { label_ru: 'Направление', owner: 'other tool', recordField: 'deal.direction' },
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

  it('keeps a field tied to the record that it was taken from, where a variable holds one', () => {
    const field = { key: 'city', type: 'text', label: { en: 'City', ru: 'Город' } };
    const account = { entity: 'account', label: { en: 'Account', ru: 'Клиент' }, fields: [field] };
    const catalogue = { entities: [account] } as unknown as DesignerCatalogue;
    const subject = { variable: 'client', entity: 'account' };
    const known = { subject, variables: ['client', 'account', 'amount'] };
    const held = recordVariables(catalogue, { type: 'bpmn:UserTask' }, known);
    expect(held.map(({ variable }) => variable)).toEqual(['client', 'account']);
    expect(recordVariables(catalogue, { type: 'bpmn:StartEvent' }, known)).toEqual([]);
    const written = writeFormDraft({ raw: {}, fields: [formFieldFrom(field, [], 'client')] });
    expect(JSON.parse(written)).toMatchObject({
      components: [{ key: 'city', properties: { label_ru: 'Город', recordField: 'client.city' } }],
    });
    expect(readFormDraft(written).fields[0]?.record).toBe('client.city');
  });
});
