import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconGripVertical } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { newDepartment, newPosition, type Editing } from './editing.ts';
import classes from './organisation-page.module.css';

interface DepartmentActionsProps {
  readonly department: { readonly id: string; readonly name: string };
  readonly onEdit: (editing: Editing) => void;
  readonly onCarry: (id: string | null) => void;
}

/** What an administrator does with a department; by keyboard it moves in its panel. */
export function DepartmentActions({ department: { id, name }, onEdit, onCarry }: DepartmentActionsProps) {
  const { t } = useTranslation('structure');
  return (
    <span className={classes.actions}>
      <span
        draggable
        className={classes.grip}
        title={t('drag', { name })}
        onDragStart={(event) => {
          event.dataTransfer.setData('text/plain', name);
          onCarry(id);
        }}
        onDragEnd={() => onCarry(null)}
      >
        <IconGripVertical size={16} aria-hidden />
      </span>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={t('menuOf', { name })}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => onEdit({ kind: 'department', id })}>{t('editDepartment')}</Menu.Item>
          <Menu.Item onClick={() => onEdit(newPosition(id))}>{t('newPosition')}</Menu.Item>
          <Menu.Item onClick={() => onEdit(newDepartment(id))}>{t('departmentInside')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </span>
  );
}
