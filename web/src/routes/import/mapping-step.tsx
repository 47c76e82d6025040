import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type ColumnMapping, type ImportJob, type ImportTarget } from '#contract';
import { useAction, useRoute } from '../../client/index.ts';
import { useLocalized } from '../../i18n/use-locale.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/section.tsx';
import { ImportOptionFields } from './import-option-fields.tsx';
import { MappingRow } from './mapping-row.tsx';
import { SourceOptions } from './source-options.tsx';
import classes from './import.module.css';

/** What each column becomes: guessed, and the person has the last word. */
export function MappingStep({ job }: { readonly job: ImportJob }) {
  const targets = useRoute(
    routes.imports.importTargets,
    { params: { entity: job.entity } },
    { staleTime: 60_000 },
  );
  return <Loaded query={targets}>{({ items }) => <Mapping job={job} targets={items} />}</Loaded>;
}

function Mapping({ job, targets }: { readonly job: ImportJob; readonly targets: readonly ImportTarget[] }) {
  const { t } = useTranslation('imports');
  const localized = useLocalized();
  const [mapping, setMapping] = useState<readonly ColumnMapping[]>(job.mapping);
  const [options, setOptions] = useState(job.options);
  const check = useAction(routes.imports.checkImport, { invalidate: [routes.imports.getImport] });
  const taken = new Set(mapping.map((one) => one.target));
  const isNamed = taken.has('$fullName');
  const missing = targets.filter((target) => target.required && !taken.has(target.key) && !isNamed);
  const setColumn = (column: number, next: ColumnMapping | null): void =>
    setMapping([
      // A field is filled from one column: the last choice has it.
      ...mapping.filter((one) => one.column !== column && one.target !== next?.target),
      ...(next ? [next] : []),
    ]);
  const mapped = targets.filter((target) => taken.has(target.key));
  const keys = options.keys.filter((key) => mapped.some((target) => target.key === key && target.isKey));
  return (
    <>
      <SourceOptions job={job} />
      <Section title={t('mapping.title')} count={job.columns.length}>
        <ul className={classes.columns}>
          {job.columns.map((column) => (
            <MappingRow
              key={column.index}
              column={column}
              mapping={mapping.find((one) => one.column === column.index) ?? null}
              targets={targets}
              taken={taken}
              onChange={(next) => setColumn(column.index, next)}
            />
          ))}
        </ul>
        {missing.length > 0 && options.mode !== 'updateOnly' && (
          <p className={classes.warning} role="status">
            {t('mapping.missing', { fields: missing.map((target) => localized(target.label)).join(', ') })}
          </p>
        )}
      </Section>
      <ImportOptionFields options={options} targets={mapped} onChange={setOptions} />
      <div className={classes.foot}>
        <Button
          variant="filled"
          disabled={mapping.length === 0}
          loading={check.pending}
          onClick={() =>
            check.run({
              params: { id: job.id },
              body: { mapping: [...mapping], options: { ...options, keys } },
            })
          }
        >
          {t('mapping.check')}
        </Button>
      </div>
    </>
  );
}
