import { Button, NativeSelect, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type EntityMeta, type FieldHistoryItem, type RecordView } from '#contract';
import { useAction, useRoute } from '../../client/index.ts';
import { formatDateTime } from '../../i18n/formats.ts';
import { useLocale, useLocalized } from '../../i18n/use-locale.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import { valueText } from '../records/field-values.ts';
import { useEntity } from '../records/use-entity.ts';
import classes from './audit.module.css';

interface FieldHistoryPanelProps {
  readonly record: RecordView;
  readonly onClose: () => void;
}

/** Who changed which field of a record from what to what, and the way back. */
export function FieldHistoryPanel({ record, onClose }: FieldHistoryPanelProps) {
  const { t } = useTranslation('audit');
  const localized = useLocalized();
  const [field, setField] = useState('');
  const meta = useEntity(record.entity);
  const params = { entity: record.entity, id: record.id };
  const history = useRoute(routes.audit.fieldHistory, { params });
  const labelOf = (key: string): string => {
    const known = meta?.fields.find((one) => one.key === key);
    return known ? localized(known.label) : key;
  };
  return (
    <SidePanel title={t('history.title', { name: record.title })} onClose={onClose} width={560}>
      <Loaded query={history} compact>
        {({ items }) => {
          if (items.length === 0) return <Text c="dimmed">{t('history.empty')}</Text>;
          const keys = [...new Set(items.map((item) => item.field))];
          const shown = items.filter((item) => field === '' || item.field === field);
          return (
            <>
              <NativeSelect
                mb="sm"
                label={t('history.filter')}
                value={field}
                data={[
                  { value: '', label: t('history.allFields') },
                  ...keys.map((key) => ({ value: key, label: labelOf(key) })),
                ]}
                onChange={(event) => setField(event.currentTarget.value)}
              />
              <ul className={classes.list}>
                {shown.map((item) => (
                  <HistoryRow
                    key={`${item.eventId}:${item.field}`}
                    item={item}
                    meta={meta ?? null}
                    record={record}
                    label={labelOf(item.field)}
                  />
                ))}
              </ul>
            </>
          );
        }}
      </Loaded>
    </SidePanel>
  );
}

interface HistoryRowProps {
  readonly item: FieldHistoryItem;
  readonly meta: EntityMeta | null;
  readonly record: RecordView;
  readonly label: string;
}

function HistoryRow({ item, meta, record, label }: HistoryRowProps) {
  const { t } = useTranslation(['audit', 'common']);
  const locale = useLocale();
  const restore = useAction(routes.audit.restoreValue, {
    invalidate: [routes.audit.fieldHistory, routes.records.getRecord, routes.records.timeline],
    onSuccess: () => notifications.show({ message: t('audit:history.restored'), color: 'accent' }),
  });
  const field = meta?.fields.find((one) => one.key === item.field);
  const words = {
    yes: t('common:words.yes'),
    no: t('common:words.no'),
    formatDateTime: (value: string) => formatDateTime(locale, value),
  };
  const { name, kind } = item.actor;
  const author = kind === 'process' ? t('audit:history.by', { process: item.processName ?? '' }) : name;
  return (
    <li className={classes.row}>
      <div className={classes.facts}>
        <strong>{label}</strong>
        <span className={classes.change}>
          <span className={classes.former}>{valueText(field, item.from, locale, words)}</span>
          <span aria-hidden>→</span>
          <span>{valueText(field, item.to, locale, words)}</span>
        </span>
        <span className={classes.dim}>
          {[formatDateTime(locale, item.at), author ?? t('audit:audit.system')].join(' · ')}
        </span>
      </div>
      {item.canRestore && (
        <Button
          size="compact-sm"
          aria-label={t('audit:history.restoreOf', { field: label })}
          loading={restore.pending}
          onClick={() =>
            restore.run({
              params: { entity: record.entity, id: record.id },
              body: { eventId: item.eventId, field: item.field, version: record.version },
            })
          }
        >
          {t('audit:history.restore')}
        </Button>
      )}
    </li>
  );
}
