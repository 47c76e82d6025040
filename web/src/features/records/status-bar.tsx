import { UnstyledButton } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldMeta, RecordView } from '#contract';
import { useLocalized } from '../../i18n/use-locale.ts';
import { StatusIcon } from '../../ui/status-icon.tsx';
import { offerUndo } from '../lists/offer-undo.tsx';
import { optionOf } from './field-values.ts';
import { valuesBack } from './status-reason.ts';
import { useEntity } from './use-entity.ts';
import { useUpdateRecord } from './use-update-record.ts';
import { usePageActions } from '../../ui/actions/page-actions.ts';
import classes from './status-bar.module.css';

interface StatusBarProps {
  readonly field: FieldMeta;
  readonly record: RecordView;
  /** Of choices that are more than a change of the field. */
  readonly instead?: Readonly<Record<string, () => void>>;
  /** Something of `instead` is under way. */
  readonly pending?: boolean;
}

/** The stages of a record as a bar: a click moves the record, and can be undone for ten seconds. */
export function StatusBar({ field, record, instead = {}, pending = false }: StatusBarProps) {
  const { t } = useTranslation(['records', 'common']);
  const localized = useLocalized();
  const meta = useEntity(record.entity);
  const undoTo = useRef<Record<string, unknown> | null>(null);
  const params = { entity: record.entity, id: record.id };
  const current = String(record.fields[field.key] ?? '');
  const update = useUpdateRecord({
    onDone: (changed) => {
      const back = undoTo.current;
      undoTo.current = null;
      if (back !== null) offerBack(changed, back);
    },
  });
  const wordOf = (value: string): string => {
    const option = optionOf(field, value);
    return option ? localized(option.label) : value;
  };
  const offerBack = (changed: RecordView, back: Record<string, unknown>): void =>
    offerUndo({
      id: `status-${record.id}-${changed.version}`,
      message: t('records:page.statusChanged', {
        name: changed.number ?? changed.title,
        status: wordOf(String(changed.fields[field.key])),
      }),
      undo: t('common:actions.undo'),
      onUndo: () => update.run({ params, body: { version: changed.version, fields: back } }),
    });
  const bar = useRef<HTMLDivElement>(null);
  // Where there is no room for all, the one that it stands in is seen.
  useEffect(() => {
    const chosen = bar.current?.querySelector<HTMLElement>('[data-chosen]');
    if (bar.current && chosen)
      bar.current.scrollLeft = chosen.offsetLeft - (bar.current.clientWidth - chosen.offsetWidth) / 2;
  }, [current]);
  const move = (value: string): void => {
    if (value === current) return;
    const other = instead[value];
    if (other) return other();
    undoTo.current = valuesBack(meta, record, field.key);
    update.run({ params, body: { version: record.version, fields: { [field.key]: value } } });
  };
  usePageActions(
    (record.rights.edit ? (field.options ?? []) : [])
      .filter((option) => option.value !== current)
      .map((option) => ({
        name: `status-${option.value}`,
        label: `${localized(field.label)}: ${localized(option.label)}`,
        isDetail: true,
        run: () => move(option.value),
      })),
  );
  return (
    <div
      ref={bar}
      className={classes.bar}
      role="group"
      aria-label={localized(field.label)}
      aria-busy={update.pending || pending}
    >
      {(field.options ?? []).map((option) => {
        const chosen = option.value === current;
        return (
          <UnstyledButton
            key={option.value}
            className={classes.stage}
            data-chosen={chosen || undefined}
            style={{
              '--tone': `var(--tl-${option.tone})`,
              '--tone-soft': `var(--tl-${option.tone}-soft)`,
              '--tone-text': `var(--tl-${option.tone}-text)`,
            }}
            aria-pressed={chosen}
            disabled={!record.rights.edit || update.pending || pending}
            onClick={() => move(option.value)}
          >
            {chosen && <StatusIcon tone={option.tone} size={13} />}
            {localized(option.label)}
          </UnstyledButton>
        );
      })}
    </div>
  );
}
