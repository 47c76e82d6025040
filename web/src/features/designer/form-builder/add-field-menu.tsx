import { Button, Menu } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { FIELD_TYPES, newField, type FieldDraft } from './form-model.ts';

interface AddFieldMenuProps {
  readonly fields: readonly FieldDraft[];
  readonly onAdd: (field: FieldDraft) => void;
}

export function AddFieldMenu({ fields, onAdd }: AddFieldMenuProps) {
  const { t } = useTranslation('designer');
  return (
    <Menu position="bottom-start" withinPortal zIndex={400}>
      <Menu.Target>
        <Button leftSection={<IconPlus size={15} aria-hidden />}>{t('form.addField')}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {FIELD_TYPES.map((type) => (
          <Menu.Item key={type} onClick={() => onAdd(newField(type, t(`form.types.${type}`), fields))}>
            {t(`form.types.${type}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
