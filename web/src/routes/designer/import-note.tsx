import { CloseButton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportReport } from '#modeler';
import classes from './import-note.module.css';

/** What was special about opening the file; nothing for a diagram that is simply ours. */
export function ImportNote({ report }: { readonly report: ImportReport }) {
  const { t } = useTranslation('designer');
  const [isOpen, setOpen] = useState(true);
  if (!isOpen || (!report.wasLaidOut && report.warnings.length === 0)) return null;
  return (
    <div className={classes.note} role="status">
      <div className={classes.words}>
        {report.wasLaidOut && <p>{t('import.laidOut')}</p>}
        {report.warnings.length > 0 && (
          <details>
            <summary>{t('import.warnings', { count: report.warnings.length })}</summary>
            <ul>
              {report.warnings.map((warning) => (
                <li key={warning}>{warning}</li>
              ))}
            </ul>
          </details>
        )}
      </div>
      <CloseButton size="sm" aria-label={t('import.close')} onClick={() => setOpen(false)} />
    </div>
  );
}
