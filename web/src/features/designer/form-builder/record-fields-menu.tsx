import { Button, Checkbox, Popover, Select, Stack, Switch } from '@mantine/core';
import { IconForms } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocalized } from '../../../i18n/use-locale.ts';
import { useDesignerScope } from '../designer-context.ts';
import { formFieldFrom, type RecordVariable } from './record-fields.ts';
import type { FieldDraft } from './form-model.ts';

interface RecordFieldsMenuProps {
  readonly fields: readonly FieldDraft[];
  /** Records that fields may stay tied to. */
  readonly records: readonly RecordVariable[];
  readonly onAdd: (fields: readonly FieldDraft[]) => void;
}

/** Makes form fields from fields of a record. */
export function RecordFieldsMenu({ fields, records, onAdd }: RecordFieldsMenuProps) {
  const { t } = useTranslation('designer');
  const localized = useLocalized();
  const { catalogue, handle } = useDesignerScope();
  const [isOpen, setOpen] = useState(false);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const subject = handle.rootElement()?.process?.subject?.entity;
  const entities = catalogue?.entities ?? [];
  const [entityName, setEntityName] = useState<string | null>(subject ?? entities[0]?.entity ?? null);
  const entity = entities.find((one) => one.entity === entityName);
  const [isTied, setTied] = useState(true);
  const held = records.find((one) => one.entity.entity === entityName);
  const add = (): void => {
    const added: FieldDraft[] = [];
    for (const field of entity?.fields ?? []) {
      if (!chosen.includes(field.key)) continue;
      const canTie = held?.entity.fields.some((one) => one.key === field.key) === true;
      added.push(formFieldFrom(field, [...fields, ...added], isTied && canTie ? held.variable : undefined));
    }
    onAdd(added);
    setChosen([]);
    setOpen(false);
  };
  return (
    <Popover opened={isOpen} onChange={setOpen} width={300} position="bottom-start" trapFocus zIndex={400}>
      <Popover.Target>
        <Button leftSection={<IconForms size={15} aria-hidden />} onClick={() => setOpen(!isOpen)}>
          {t('form.fromRecord')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          <Select
            label={t('form.recordType')}
            allowDeselect={false}
            comboboxProps={{ withinPortal: false }}
            data={entities.map((one) => ({ value: one.entity, label: localized(one.label) }))}
            value={entityName}
            onChange={(next) => {
              setEntityName(next);
              setChosen([]);
            }}
          />
          <Checkbox.Group
            label={t('form.recordFields')}
            value={[...chosen]}
            onChange={setChosen}
            mah={260}
            style={{ overflow: 'auto' }}
          >
            <Stack gap={6} mt={6}>
              {(entity?.fields ?? []).map((field) => (
                <Checkbox key={field.key} value={field.key} label={localized(field.label)} />
              ))}
            </Stack>
          </Checkbox.Group>
          {held && (
            <Switch
              label={t('form.stayTied')}
              description={t('form.stayTiedHint')}
              checked={isTied}
              onChange={(change) => setTied(change.currentTarget.checked)}
            />
          )}
          <Button disabled={chosen.length === 0} onClick={add}>
            {t('form.addChosen', { count: chosen.length })}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
