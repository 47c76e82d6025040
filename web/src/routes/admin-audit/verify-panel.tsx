import { Alert, Code, Text } from '@mantine/core';
import { useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type ChainReport } from '#contract';
import { useAction } from '../../client/index.ts';
import { formatDateTime } from '../../i18n/formats.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { Section } from '../../ui/section.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import { RowsSkeleton } from '../../ui/skeletons.tsx';

/** Compares every event with its seal, and says where history is not what it was. */
export function VerifyPanel({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('audit');
  const [chains, setChains] = useState<readonly ChainReport[] | null>(null);
  const verify = useAction(routes.audit.verifyAudit, {
    onSuccess: (answer) => setChains(answer.chains),
    onError: () => undefined,
  });
  const begin = useEffectEvent(() => verify.run({}));
  useEffect(() => begin(), []);
  return (
    <SidePanel title={t('audit.verify')} onClose={onClose} width={520}>
      {verify.error && <ErrorState error={verify.error} onRetry={() => verify.run({})} compact />}
      {!verify.error && !chains && <RowsSkeleton rows={4} />}
      {chains && <Chains chains={chains} />}
    </SidePanel>
  );
}

/** One erasure reaches over many months. */
function redactionsOf(chains: readonly ChainReport[]): ChainReport['redactions'] {
  const byId = new Map<string, ChainReport['redactions'][number]>();
  for (const one of chains.flatMap((chain) => chain.redactions))
    byId.set(one.id, { ...one, events: one.events + (byId.get(one.id)?.events ?? 0) });
  return [...byId.values()];
}

function Chains({ chains }: { readonly chains: readonly ChainReport[] }) {
  const { t } = useTranslation('audit');
  const locale = useLocale();
  const problems = chains.flatMap((chain) =>
    chain.problems.map((problem) => ({ ...problem, month: chain.month.slice(0, 7) })),
  );
  const redactions = redactionsOf(chains);
  const sum = (key: 'events' | 'sealed'): number => chains.reduce((total, chain) => total + chain[key], 0);
  return (
    <>
      {problems.length === 0 ? (
        <Alert color="green" title={t('audit.verified')} role="status">
          {t('audit.verifiedHint', { sealed: sum('sealed'), events: sum('events') })}
        </Alert>
      ) : (
        <Alert color="red" title={t('audit.broken')} role="alert">
          <ul>
            {problems.map((problem) => (
              <li key={`${problem.month}:${problem.seq}`}>
                {t(`audit.problem.${problem.kind}`, { month: problem.month, seq: problem.seq })}{' '}
                <Code>{problem.eventId}</Code>
              </li>
            ))}
          </ul>
        </Alert>
      )}
      {redactions.length > 0 && (
        <Section title={t('audit.redactions')}>
          {redactions.map((one) => (
            <Text key={one.id} size="sm" mb={6}>
              {t('audit.redaction', {
                at: formatDateTime(locale, one.at),
                by: one.by ?? t('audit.system'),
                reason: one.reason ?? '',
                count: one.events,
              })}
            </Text>
          ))}
        </Section>
      )}
      <Section title={t('audit.heads')}>
        {chains
          .filter((chain) => chain.head !== null)
          .map((chain) => (
            <Text key={chain.month} size="xs" style={{ overflowWrap: 'anywhere' }} mb={6}>
              {chain.month.slice(0, 7)} · <Code>{chain.head}</Code>
            </Text>
          ))}
      </Section>
    </>
  );
}
