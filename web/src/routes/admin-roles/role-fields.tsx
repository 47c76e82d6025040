import { NativeSelect, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldLevel, type EntityMeta, type Role } from '#contract';
import { useLocalized } from '../../i18n/use-locale.ts';
import classes from './roles.module.css';

interface RoleFieldsProps {
  readonly role: Role;
  readonly entities: readonly EntityMeta[];
  readonly onChange: (rights: Role['fieldRights']) => void;
}

type Level = Role['fieldRights'][number]['level'];

/** Rights on single fields of one kind of record. */
export function RoleFields({ role, entities, onChange }: RoleFieldsProps) {
  const { t } = useTranslation('rights');
  const localized = useLocalized();
  const [entity, setEntity] = useState(entities[0]?.entity ?? 'account');
  const meta = entities.find((one) => one.entity === entity);
  const set = (field: string, level: Level | ''): void => {
    const others = role.fieldRights.filter((one) => one.entity !== entity || one.field !== field);
    onChange(level === '' ? others : [...others, { entity, field, level }]);
  };
  return (
    <>
      <Text size="sm" c="dimmed" mb={8}>
        {t('fields.hint')}
      </Text>
      <NativeSelect
        maw={280}
        label={t('fields.entity')}
        value={entity}
        data={entities.map((one) => ({ value: one.entity, label: localized(one.pluralLabel) }))}
        onChange={(event) => setEntity(event.currentTarget.value)}
      />
      <ul className={classes.fields}>
        {meta?.fields.map((field) => (
          <li key={field.key} className={classes.field}>
            <span>{localized(field.label)}</span>
            <NativeSelect
              className={classes.cell}
              size="xs"
              aria-label={t('fields.of', { field: localized(field.label) })}
              value={
                role.fieldRights.find((one) => one.entity === entity && one.field === field.key)?.level ?? ''
              }
              data={[
                { value: '', label: t('fields.unset') },
                ...fieldLevel.options
                  .filter((level) => level !== 'hidden' || field.key !== meta.titleField)
                  .map((level) => ({ value: level, label: t(`fields.${level}`) })),
              ]}
              onChange={(event) => set(field.key, event.currentTarget.value as Level | '')}
            />
          </li>
        ))}
      </ul>
    </>
  );
}
