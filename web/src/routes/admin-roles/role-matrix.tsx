import { Checkbox, NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { recordAction, rightsLevel, type EntityMeta, type Role } from '#contract';
import { useLocalized } from '../../i18n/use-locale.ts';
import classes from './roles.module.css';

interface RoleMatrixProps {
  readonly role: Role;
  readonly entities: readonly EntityMeta[];
  readonly onChange: (part: Pick<Role, 'permissions'> | Pick<Role, 'inherits'>) => void;
}

type Action = Role['permissions'][number]['action'];
type Level = Role['permissions'][number]['level'];

/** Kinds of records down, actions across, a level in each cell. */
export function RoleMatrix({ role, entities, onChange }: RoleMatrixProps) {
  const { t } = useTranslation('rights');
  const localized = useLocalized();
  const rows = [
    { entity: '*', label: t('matrix.all') },
    ...entities.map((meta) => ({ entity: meta.entity, label: localized(meta.pluralLabel) })),
  ];
  const set = (entity: string, action: Action, level: Level | ''): void => {
    const others = role.permissions.filter((one) => one.entity !== entity || one.action !== action);
    onChange({ permissions: level === '' ? others : [...others, { entity, action, level }] });
  };
  return (
    <div className={classes.scroll} role="region" aria-label={t('matrix.title')} tabIndex={0}>
      <table className={classes.matrix}>
        <thead>
          <tr>
            <th scope="col">{t('matrix.entity')}</th>
            {recordAction.options.map((action) => (
              <th key={action} scope="col">
                {t(`action.${action}`)}
              </th>
            ))}
            <th scope="col" title={t('matrix.inheritHint')}>
              {t('matrix.inherit')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ entity, label }) => (
            <tr key={entity}>
              <th scope="row">{label}</th>
              {recordAction.options.map((action) => (
                <td key={action}>
                  <NativeSelect
                    className={classes.cell}
                    size="xs"
                    aria-label={t('matrix.cell', { entity: label, action: t(`action.${action}`) })}
                    value={
                      role.permissions.find((one) => one.entity === entity && one.action === action)?.level ??
                      ''
                    }
                    data={[
                      { value: '', label: entity === '*' ? t('level.none') : t('matrix.unset') },
                      ...rightsLevel.options
                        .filter((level) => entity !== '*' || level !== 'none')
                        .map((level) => ({ value: level, label: t(`level.${level}`) })),
                    ]}
                    onChange={(event) => set(entity, action, event.currentTarget.value as Level | '')}
                  />
                </td>
              ))}
              <td>
                {entity !== '*' && (
                  <Checkbox
                    size="xs"
                    aria-label={t('matrix.inheritOf', { entity: label })}
                    checked={role.inherits.includes(entity)}
                    onChange={(event) =>
                      onChange({
                        inherits: event.currentTarget.checked
                          ? [...role.inherits, entity]
                          : role.inherits.filter((one) => one !== entity),
                      })
                    }
                  />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
