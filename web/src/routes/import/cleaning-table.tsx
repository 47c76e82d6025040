import { Button, NativeSelect, Table } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type ImportJob, type ImportTarget } from '#contract';
import { useAction, useRoute } from '../../client/index.ts';
import { useEntity } from '../../features/records/use-entity.ts';
import { formatNumber } from '../../i18n/formats.ts';
import { useLocale, useLocalized } from '../../i18n/use-locale.ts';
import { Section } from '../../ui/section.tsx';
import classes from './import.module.css';

const COUNTS = ['ok', 'fixed', 'doubtful', 'bad'] as const;
/** Texts that are asked about at once. */
const UNKNOWN_SHOWN = 12;

/** What happened to the cells of each field, and what texts mean that no choice is called by. */
export function CleaningTable({ job }: { readonly job: ImportJob }) {
  const { t } = useTranslation('imports');
  const localized = useLocalized();
  const locale = useLocale();
  const targets =
    useRoute(routes.imports.importTargets, { params: { entity: job.entity } }, { staleTime: 60_000 }).data
      ?.items ?? [];
  const rows = Object.entries(job.summary.cleaning ?? {});
  if (rows.length === 0) return null;
  const target = (key: string): ImportTarget | undefined => targets.find((one) => one.key === key);
  return (
    <Section title={t('cleaning.title')}>
      <div className={classes.scroll} tabIndex={0} role="region" aria-label={t('cleaning.title')}>
        <Table className={classes.table}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('cleaning.field')}</Table.Th>
              {COUNTS.map((key) => (
                <Table.Th key={key} ta="right">
                  {t(`cleaning.${key}`)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(([key, counts]) => (
              <Table.Tr key={key}>
                <Table.Td>{localized(target(key)?.label ?? { en: key, ru: key })}</Table.Td>
                {COUNTS.map((count) => (
                  <Table.Td key={count} ta="right" data-count={counts[count] > 0 ? count : undefined}>
                    {counts[count] === 0 ? '' : formatNumber(locale, counts[count])}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
      {rows.map(([key, counts]) => {
        const known = target(key);
        if (counts.unknown.length === 0 || !known) return null;
        if (known.list !== null)
          return <Meanings key={key} job={job} target={known} unknown={counts.unknown} />;
        const texts = counts.unknown.slice(0, UNKNOWN_SHOWN).map((one) => one.text);
        return (
          <p key={key} className={classes.dim}>
            {localized(known.label)} — {t('cleaning.unknown', { texts: texts.join(', ') })}
          </p>
        );
      })}
    </Section>
  );
}

interface MeaningsProps {
  readonly job: ImportJob;
  readonly target: ImportTarget;
  readonly unknown: readonly { readonly text: string; readonly count: number }[];
}

/** The person says once what a text of the file means; the check runs again by it. */
function Meanings({ job, target, unknown }: MeaningsProps) {
  const { t } = useTranslation('imports');
  const localized = useLocalized();
  const options = useEntity(job.entity)?.fields.find((field) => field.key === target.key)?.options ?? [];
  const own = job.mapping.find((one) => one.target === target.key);
  const [choices, setChoices] = useState<Readonly<Record<string, string>>>(own?.choices ?? {});
  const check = useAction(routes.imports.checkImport, { invalidate: [routes.imports.getImport] });
  const again = (): void =>
    check.run({
      params: { id: job.id },
      body: {
        mapping: job.mapping.map((one) =>
          one.target === target.key ? { ...one, choices: { ...choices } } : one,
        ),
        options: job.options,
      },
    });
  return (
    <fieldset className={classes.meanings}>
      <legend>
        {localized(target.label)}: {t('cleaning.choose')}
      </legend>
      {unknown.slice(0, UNKNOWN_SHOWN).map(({ text, count }) => (
        <NativeSelect
          key={text}
          label={t('cleaning.means', { text, count })}
          value={choices[text] ?? '?'}
          data={[
            { value: '?', label: '…', disabled: true },
            { value: '', label: t('cleaning.leaveEmpty') },
            ...options.map((option) => ({ value: option.value, label: localized(option.label) })),
          ]}
          onChange={(event) => setChoices({ ...choices, [text]: event.currentTarget.value })}
        />
      ))}
      <Button loading={check.pending} onClick={again}>
        {t('cleaning.again')}
      </Button>
    </fieldset>
  );
}
