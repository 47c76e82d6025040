import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type ImportJob, type ImportRow } from '#contract';
import { useAction } from '../../client/index.ts';
import { useEntity } from '../../features/records/use-entity.ts';
import { useLocalized } from '../../i18n/use-locale.ts';
import classes from './import.module.css';

interface MendRowProps {
  readonly job: ImportJob;
  readonly row: ImportRow;
  readonly onDone: () => void;
}

/** The cells for which a row was refused, to be written again, chosen, or left out; then the row is checked anew. */
export function MendRow({ job, row, onDone }: MendRowProps) {
  const { t } = useTranslation('imports');
  const localized = useLocalized();
  const meta = useEntity(job.entity);
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({});
  const mend = useAction(routes.imports.mendImportRow, {
    invalidate: [routes.imports.getImport, routes.imports.importRows, routes.imports.importFaults],
    onSuccess: onDone,
  });
  const blamed = new Set(row.problems.map((problem) => problem.field));
  const mapped = row.cells.filter((cell) => blamed.has(cell.target));
  const cells = mapped.length > 0 ? mapped : row.cells;
  const save = (changed: Readonly<Record<string, string>>): void =>
    mend.run({ params: { id: job.id, rowNo: row.rowNo }, body: { cells: changed } });
  return (
    <form
      className={classes.mend}
      onSubmit={(event) => {
        event.preventDefault();
        if (Object.keys(texts).length > 0) save(texts);
      }}
    >
      {cells.map((cell) => {
        const field = meta?.fields.find((one) => one.key === cell.target);
        const label = field ? localized(field.label) : cell.target;
        const set = (text: string): void => setTexts({ ...texts, [cell.target]: text });
        const value = texts[cell.target] ?? cell.text;
        if (!field?.options || field.type !== 'select')
          return (
            <TextInput
              key={cell.target}
              size="xs"
              label={label}
              value={value}
              onChange={(event) => set(event.currentTarget.value)}
            />
          );
        const options = field.options.map((option) => localized(option.label));
        return (
          <NativeSelect
            key={cell.target}
            size="xs"
            label={label}
            data={['', ...(options.includes(value) || value === '' ? [] : [value]), ...options]}
            value={value}
            onChange={(event) => set(event.currentTarget.value)}
          />
        );
      })}
      <div className={classes.actions}>
        <Button
          type="submit"
          size="compact-sm"
          variant="filled"
          disabled={Object.keys(texts).length === 0}
          loading={mend.pending}
        >
          {t('mend.check')}
        </Button>
        {mapped.some((cell) => cell.text !== '') && (
          <Button
            size="compact-sm"
            disabled={mend.pending}
            onClick={() => save(Object.fromEntries(mapped.map((cell) => [cell.target, ''])))}
          >
            {t('mend.leaveOut')}
          </Button>
        )}
        <Button size="compact-sm" variant="subtle" onClick={onDone}>
          {t('mend.cancel')}
        </Button>
      </div>
    </form>
  );
}
