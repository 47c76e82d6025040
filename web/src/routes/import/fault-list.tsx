import { Button, NativeSelect, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type ImportFault, type ImportJob } from '#contract';
import { useAction, useRoute } from '../../client/index.ts';
import { useEntity } from '../../features/records/use-entity.ts';
import { useLocalized } from '../../i18n/use-locale.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/section.tsx';
import classes from './import.module.css';

/** Stands for all cells with the fault; a cell is one text of a list, so no text of a file is like it. */
const ALL = '-1';

/** Refused rows by what they are at fault for; one correction mends all that have the same fault in the same column. */
export function FaultList({ job }: { readonly job: ImportJob }) {
  const { t } = useTranslation('imports');
  const faults = useRoute(routes.imports.importFaults, { params: { id: job.id } });
  return (
    <Section title={t('faults.title')}>
      <Text size="sm" c="dimmed" mb={8}>
        {t('faults.hint')}
      </Text>
      <Loaded query={faults} compact>
        {({ items }) => (
          <ul className={classes.plain} aria-label={t('faults.title')}>
            {items.map((fault) => (
              <FaultRow
                key={`${fault.field} ${fault.problem} ${fault.detail} ${fault.count}`}
                job={job}
                fault={fault}
              />
            ))}
          </ul>
        )}
      </Loaded>
    </Section>
  );
}

function FaultRow({ job, fault }: { readonly job: ImportJob; readonly fault: ImportFault }) {
  const { t } = useTranslation('imports');
  const { field, problem, detail, words, texts } = fault;
  const [which, setWhich] = useState(texts.length === 1 ? '0' : ALL);
  const [to, setTo] = useState('');
  const mend = useAction(routes.imports.mendImportFault, {
    invalidate: [routes.imports.getImport, routes.imports.importRows, routes.imports.importFaults],
    onSuccess: ({ changed }) =>
      notifications.show({ message: t('faults.mended', { count: changed }), color: 'accent' }),
  });
  const chosen = texts[Number(which)];
  const send = (text: string): void =>
    mend.run({
      params: { id: job.id },
      body: { field, problem, detail, to: text, ...(chosen && { text: chosen.text }) },
    });
  const isEmpty = chosen ? chosen.text === '' : texts.every(({ text }) => text === '');
  return (
    <li className={classes.fault}>
      <span>
        {words} <span className={classes.dim}>· {t('faults.rows', { count: fault.count })}</span>
      </span>
      {!fault.canMend && <span className={classes.dim}>{t('faults.byRow')}</span>}
      {fault.canMend && (
        <form
          className={classes.correction}
          onSubmit={(event) => {
            event.preventDefault();
            if (to !== '') send(to);
          }}
        >
          <NativeSelect
            size="xs"
            aria-label={t('faults.which', { fault: words })}
            value={which}
            data={[
              ...(texts.length === 1 ? [] : [{ value: ALL, label: t('faults.all', { count: fault.count }) }]),
              ...texts.map(({ text, count }, index) => ({
                value: String(index),
                label: text === '' ? t('faults.empty', { count }) : t('faults.text', { text, count }),
              })),
            ]}
            onChange={(event) => setWhich(event.currentTarget.value)}
          />
          <Correction job={job} fault={fault} value={to} onChange={setTo} />
          <Button
            type="submit"
            size="compact-sm"
            disabled={to === ''}
            loading={mend.pending}
            aria-label={t('faults.mendOf', { fault: words })}
          >
            {t('faults.mend')}
          </Button>
          {!isEmpty && (
            <Button
              size="compact-sm"
              variant="subtle"
              disabled={mend.pending}
              aria-label={t('faults.leaveOutOf', { fault: words })}
              onClick={() => send('')}
            >
              {t('faults.leaveOut')}
            </Button>
          )}
        </form>
      )}
    </li>
  );
}

interface CorrectionProps {
  readonly job: ImportJob;
  readonly fault: ImportFault;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** What the cells shall say: one of the choices, or a text. */
function Correction({ job, fault, value, onChange }: CorrectionProps) {
  const { t } = useTranslation('imports');
  const localized = useLocalized();
  const field = useEntity(job.entity)?.fields.find((one) => one.key === fault.field);
  const label = t('faults.becomes', { fault: fault.words });
  if (field?.type === 'select' && field.options)
    return (
      <NativeSelect
        size="xs"
        aria-label={label}
        value={value}
        data={[
          { value: '', label: t('faults.becomesShort') },
          ...field.options.map((option) => localized(option.label)),
        ]}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  return (
    <TextInput
      size="xs"
      aria-label={label}
      placeholder={t('faults.becomesShort')}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
