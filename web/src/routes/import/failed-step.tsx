import { Alert } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ImportJob } from '#contract';
import { SourceOptions } from './source-options.tsx';

/** What is wrong with the file, and the ways to read it all the same. */
export function FailedStep({ job }: { readonly job: ImportJob }) {
  const { t } = useTranslation('imports');
  const reason = job.problem?.reason;
  const words = t(`failed.${reason ?? 'unexpected'}`);
  const mayTryAgain = reason === 'encoding' || reason === 'quotes' || reason === 'noSheet';
  return (
    <>
      <Alert color="red" variant="light" title={t('failed.title')} mb="md">
        {words}
      </Alert>
      {mayTryAgain && <SourceOptions job={job} />}
    </>
  );
}
