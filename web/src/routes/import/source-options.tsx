import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { routes, type ImportJob } from '#contract';
import { useAction } from '../../client/index.ts';
import classes from './import.module.css';

const ENCODINGS = [
  'utf-8',
  'windows-1251',
  'windows-1252',
  'koi8-r',
  'ibm866',
  'utf-16le',
  'utf-16be',
] as const;
const DELIMITERS = [',', ';', '\t', '|'] as const;
/** A header is looked for in the first rows. */
const HEADER_ROWS = 10;

/** How the file is read, where the guess was wrong: sheet, encoding, separator, header. */
export function SourceOptions({ job }: { readonly job: ImportJob }) {
  const { t } = useTranslation('imports');
  const { source } = job;
  const params = { id: job.id };
  const stale = { invalidate: [routes.imports.getImport] };
  const reread = useAction(routes.imports.rereadImport, stale);
  const header = useAction(routes.imports.setImportHeader, stale);
  const isText = source.kind !== 'xlsx';
  return (
    <div className={classes.fields}>
      {source.sheets.length > 1 && (
        <NativeSelect
          label={t('mapping.sheet')}
          value={source.sheet ?? ''}
          data={[...source.sheets]}
          onChange={(event) => reread.run({ params, body: { sheet: event.currentTarget.value } })}
        />
      )}
      {isText && (
        <NativeSelect
          label={t('mapping.encoding')}
          value={source.encoding ?? 'utf-8'}
          data={[...ENCODINGS]}
          onChange={(event) =>
            reread.run({
              params,
              body: { encoding: event.currentTarget.value as (typeof ENCODINGS)[number] },
            })
          }
        />
      )}
      {isText && (
        <NativeSelect
          label={t('mapping.delimiter')}
          value={source.delimiter ?? ','}
          data={DELIMITERS.map((value) => ({ value, label: value === '\t' ? t('mapping.tab') : value }))}
          onChange={(event) =>
            reread.run({
              params,
              body: { delimiter: event.currentTarget.value as (typeof DELIMITERS)[number] },
            })
          }
        />
      )}
      {job.state === 'mapping' && (
        <NativeSelect
          label={t('mapping.header')}
          value={String(job.headerRow)}
          data={[
            { value: '0', label: t('mapping.noHeaderRow') },
            ...Array.from({ length: Math.max(HEADER_ROWS, job.headerRow) }, (_, index) => String(index + 1)),
          ]}
          onChange={(event) => header.run({ params, body: { headerRow: Number(event.currentTarget.value) } })}
        />
      )}
    </div>
  );
}
