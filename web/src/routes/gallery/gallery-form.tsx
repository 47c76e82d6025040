import { Button } from '@mantine/core';
import { JsonForm } from '../../ui/json-form/json-form.tsx';
import { useJsonForm } from '../../ui/json-form/use-json-form.ts';

const values = [
  { label: 'First', value: 'a' },
  { label: 'Second', value: 'b' },
];
const SCHEMA = {
  type: 'default',
  components: [
    { type: 'text', id: 'words', text: 'A form as a process brings it.' },
    {
      type: 'textfield',
      id: 'name',
      key: 'name',
      label: 'Name',
      validate: { required: true, maxLength: 20 },
    },
    { type: 'number', id: 'sum', key: 'sum', label: 'Amount', validate: { min: 1, max: 100 } },
    {
      type: 'textarea',
      id: 'why',
      key: 'why',
      label: 'Why',
      conditional: { hide: '=sum = null or sum < 50' },
    },
    { type: 'select', id: 'one', key: 'one', label: 'One of', values },
    { type: 'radio', id: 'two', key: 'two', label: 'Either', values, validate: { required: true } },
    { type: 'checklist', id: 'many', key: 'many', label: 'Any of', values },
    { type: 'checkbox', id: 'sure', key: 'sure', label: 'Sure', validate: { required: true } },
    { type: 'datetime', id: 'day', key: 'day', label: 'Day', subtype: 'date' },
    { type: 'datetime', id: 'when', key: 'when', label: 'When', subtype: 'datetime' },
    {
      type: 'group',
      id: 'more',
      label: 'More',
      components: [{ type: 'textfield', id: 'x', key: 'x', label: 'Inside' }],
    },
    { type: 'filepicker', id: 'file', key: 'file', label: 'File' },
  ],
};

export function GalleryForm() {
  const form = useJsonForm(SCHEMA, {});
  return (
    <>
      <JsonForm form={form} />
      <Button mt="md" onClick={() => form.validate()}>
        Check
      </Button>
    </>
  );
}
