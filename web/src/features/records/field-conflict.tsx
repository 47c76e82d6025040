import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FieldMeta } from '#contract';
import { useLocalized } from '../../i18n/use-locale.ts';
import { FieldValue } from './field-value.tsx';
import type { Conflict } from './use-field-edit.ts';
import classes from './field-sections.module.css';

interface FieldConflictProps {
  readonly field: FieldMeta;
  readonly conflict: Conflict;
  readonly onMine: () => void;
  readonly onTheirs: () => void;
}

/** Their former value is an id, which says nothing to a reader. */
const REFERENCES: readonly FieldMeta['type'][] = ['reference', 'user'];

/** Two people changed the same field: both values, and a choice. Nothing is lost until one is taken. */
export function FieldConflict({ field, conflict, onMine, onTheirs }: FieldConflictProps) {
  const { t } = useTranslation('records');
  const localized = useLocalized();
  return (
    <div className={classes.conflict} role="alert">
      <p className={classes.conflictTitle}>{t('conflict.title', { field: localized(field.label) })}</p>
      <dl className={classes.versions}>
        {conflict.original !== undefined && !REFERENCES.includes(field.type) && (
          <>
            <dt>{t('conflict.original')}</dt>
            <dd>
              <FieldValue field={field} value={conflict.original} />
            </dd>
          </>
        )}
        <dt>{t('conflict.mine')}</dt>
        <dd>
          <FieldValue field={field} value={conflict.mine} />
        </dd>
        <dt>{t('conflict.theirs')}</dt>
        <dd>
          <FieldValue
            field={field}
            value={conflict.theirs.fields[field.key]}
            link={conflict.theirs.links[field.key]}
          />
        </dd>
      </dl>
      <Group gap={8}>
        <Button size="compact-sm" onClick={onMine}>
          {t('conflict.keepMine')}
        </Button>
        <Button size="compact-sm" onClick={onTheirs}>
          {t('conflict.takeTheirs')}
        </Button>
      </Group>
    </div>
  );
}
