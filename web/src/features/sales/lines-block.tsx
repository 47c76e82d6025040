import { Button, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type LineItems, type RecordView } from '#contract';
import { useAction, useReportError, useRoute, type ApiError } from '../../client/index.ts';
import { formatMoney } from '../../i18n/formats.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/section.tsx';
import { emptyLine, type LineValues, lineValuesOf, wantedLine } from './line-values.ts';
import { LineRow } from './line-row.tsx';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import classes from './sales.module.css';

/** What is sold, line by line. The server calculates; what is shown until it is saved is what was calculated last. */
export function LinesBlock({ record }: { readonly record: RecordView }) {
  const { t } = useTranslation('sales');
  const entity = record.entity as 'deal' | 'quote' | 'order';
  const lines = useRoute(routes.orders.lineItems, { params: { entity, id: record.id } });
  return (
    <div className={classes.block}>
      <Section title={t('lines.title')} count={lines.data?.items.length}>
        <Loaded query={lines} compact>
          {(known) => (
            <LinesEditor key={known.items.map((line) => line.id).join()} record={record} known={known} />
          )}
        </Loaded>
      </Section>
    </div>
  );
}

function LinesEditor({ record, known }: { readonly record: RecordView; readonly known: LineItems }) {
  const { t } = useTranslation(['sales', 'common']);
  const locale = useLocale();
  const report = useReportError();
  const saved = known.items.map(lineValuesOf);
  const [lines, setLines] = useState<readonly LineValues[]>(saved);
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const save = useAction(routes.orders.saveLineItems, {
    invalidate: [
      routes.orders.lineItems,
      routes.records.getRecord,
      routes.records.timeline,
      routes.records.listRecords,
      routes.sales.recordPath,
    ],
    onSuccess: () => setErrors({}),
    onError: (error: ApiError) => {
      setErrors(
        Object.fromEntries(error.fields.map((one) => [one.path.replace(/^body\./, ''), one.message])),
      );
      if (error.fields.length === 0) report(error);
    },
  });
  const dirty = JSON.stringify(lines) !== JSON.stringify(saved);
  const change = (at: number, next: LineValues): void =>
    setLines(lines.map((line, index) => (index === at ? next : line)));
  const money = (value: number): string => formatMoney(locale, value, known.currency);
  return (
    <>
      {lines.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('sales:lines.none')}
        </Text>
      )}
      {lines.length > 0 && (
        <div className={classes.lines} tabIndex={0} role="group" aria-label={t('sales:lines.title')}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">{t('sales:lines.product')}</th>
                <th scope="col" className={classes.end}>
                  {t('sales:lines.qty')}
                </th>
                <th scope="col" className={classes.end}>
                  {t('sales:lines.price')}
                </th>
                <th scope="col" className={classes.end}>
                  {t('sales:lines.discount')}
                </th>
                <th scope="col" className={classes.end}>
                  {t('sales:lines.tax')}
                </th>
                <th scope="col" className={classes.end}>
                  {t('sales:lines.sum')}
                </th>
                {known.canEdit && <th aria-label={t('common:actions.remove')} />}
              </tr>
            </thead>
            <tbody>
              {lines.map((line, at) => (
                <LineRow
                  key={line.key}
                  number={at + 1}
                  line={line}
                  editable={known.canEdit}
                  errors={errorsOf(errors, at)}
                  money={money}
                  onChange={(next) => change(at, next)}
                  onRemove={() => setLines(lines.filter((_, index) => index !== at))}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {known.items.length > 0 && !dirty && (
        <dl className={classes.totals}>
          <dt>{t('sales:lines.net')}</dt>
          <dd>{money(known.net)}</dd>
          <dt>{t('sales:lines.taxTotal')}</dt>
          <dd>{money(known.tax)}</dd>
          <dt>{t('sales:lines.total')}</dt>
          <dd>{money(known.total)}</dd>
        </dl>
      )}
      {known.canEdit ? (
        <div className={classes.foot}>
          <ActionButton
            action={{
              name: 'add-line',
              label: t('sales:lines.add'),
              icon: IconPlus,
              run: () => setLines([...lines, emptyLine()]),
            }}
          />
          {dirty && (
            <>
              <Button onClick={() => setLines(saved)}>{t('common:actions.cancel')}</Button>
              <Button
                variant="filled"
                loading={save.pending}
                onClick={() =>
                  save.run({
                    params: { entity: record.entity as 'deal' | 'quote' | 'order', id: record.id },
                    body: { lines: lines.map(wantedLine) },
                  })
                }
              >
                {t('sales:lines.save')}
              </Button>
            </>
          )}
        </div>
      ) : (
        record.rights.edit && <p className={classes.dim}>{t('sales:lines.fixed')}</p>
      )}
    </>
  );
}

function errorsOf(errors: Readonly<Record<string, string>>, at: number): Readonly<Record<string, string>> {
  const start = `lines.${at}.`;
  return Object.fromEntries(
    Object.entries(errors).flatMap(([path, message]) =>
      path.startsWith(start) ? [[path.slice(start.length), message]] : [],
    ),
  );
}
