import { Alert, Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { routes } from '#contract';
import { paths } from '../../app/paths.ts';
import type { RouteResponse } from '../../client/index.ts';

interface NoApprovalProps {
  readonly use: RouteResponse<typeof routes.readyProcesses.readyProcessUse>;
}

/** Nothing would decide on an approval: the way to the process, or whom to ask for it. */
export function NoApproval({ use: { mayInstall, ask } }: NoApprovalProps) {
  const { t } = useTranslation('sales');
  const names = ask.map(({ name }) => name).join(', ');
  return (
    <Alert color="yellow" mb="xs" role="note">
      {t('quote.noProcess')}{' '}
      {mayInstall ? (
        <Anchor component={Link} to={paths.readyProcesses()} size="sm">
          {t('quote.install')}
        </Anchor>
      ) : (
        t(names === '' ? 'quote.askAnybody' : 'quote.askFor', { names })
      )}
    </Alert>
  );
}
