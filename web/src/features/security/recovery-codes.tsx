import { Alert, Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { saveFile } from '../../ui/save-file.ts';
import classes from './security.module.css';

interface RecoveryCodesProps {
  readonly codes: readonly string[];
  readonly onDone: () => void;
}

/** Shown once, to be kept elsewhere. */
export function RecoveryCodes({ codes, onDone }: RecoveryCodesProps) {
  const { t } = useTranslation('security');
  const save = (): void =>
    saveFile({
      name: 'throughline-recovery-codes.txt',
      type: 'text/plain',
      content: `${codes.join('\n')}\n`,
    });
  return (
    <Alert color="green" title={t('factor.codesTitle')} role="status">
      <p>{t('factor.codesHint')}</p>
      <ul className={classes.codes} aria-label={t('factor.codesTitle')}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Group mt="sm">
        <Button onClick={save}>{t('factor.saveCodes')}</Button>
        <Button variant="filled" onClick={onDone}>
          {t('factor.kept')}
        </Button>
      </Group>
    </Alert>
  );
}
