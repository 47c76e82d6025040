import { Alert, Button, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { routes, type ErasurePlan } from '#contract';
import { paths } from '../../app/paths.ts';
import { queryClient, useAction } from '../../client/index.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { Section } from '../../ui/section.tsx';
import { kindsOf } from './erasure-kinds.ts';
import type { PersonEntity } from './people.ts';
import classes from './privacy.module.css';

interface ErasureSectionProps {
  readonly params: { readonly entity: PersonEntity; readonly id: string };
  readonly onErased: () => void;
}

const REASON_MIN = 3;

/** First what would happen, then, with a reason and the record's number typed, that it happens; for good. */
export function ErasureSection({ params, onErased }: ErasureSectionProps) {
  const { t } = useTranslation('privacy');
  const [plan, setPlan] = useState<ErasurePlan | null>(null);
  const ask = useAction(routes.privacy.planErasure, { onSuccess: setPlan, onError: () => undefined });
  return (
    <Section title={t('erasure.title')}>
      <Text size="sm" mb="sm">
        {t('erasure.hint')}
      </Text>
      {ask.error && <ErrorState compact error={ask.error} onRetry={() => ask.run({ params })} />}
      <Button mb="md" loading={ask.pending} onClick={() => ask.run({ params })}>
        {t('erasure.plan')}
      </Button>
      {plan && <Plan plan={plan} />}
      {plan && plan.blockers.length === 0 && <Confirm params={params} plan={plan} onErased={onErased} />}
    </Section>
  );
}

function Plan({ plan }: { readonly plan: ErasurePlan }) {
  const { t } = useTranslation('privacy');
  const pathOf = (blocker: ErasurePlan['blockers'][number]): string | null => {
    if (blocker.kind === 'ticket') return paths.record('ticket', blocker.id);
    return blocker.kind === 'process' ? paths.instance(blocker.id) : null;
  };
  return (
    <Stack gap="sm" mb="md" role="status">
      {plan.blockers.length > 0 && (
        <Alert color="orange" title={t('erasure.blocked')}>
          <ul className={classes.plain}>
            {plan.blockers.map((blocker) => {
              const path = pathOf(blocker);
              return (
                <li key={`${blocker.kind}:${blocker.id}`}>
                  {t(`erasure.blockers.${blocker.kind}`)}:{' '}
                  {path ? <Link to={path}>{blocker.title}</Link> : blocker.title}
                </li>
              );
            })}
          </ul>
        </Alert>
      )}
      <table className={classes.table} aria-label={t('erasure.changes')}>
        <thead>
          <tr>
            <th scope="col">{t('erasure.changes')}</th>
            <th scope="col">{t('erasure.rows')}</th>
          </tr>
        </thead>
        <tbody>
          {kindsOf(plan).map(({ kind, count }) => (
            <tr key={kind}>
              <td>{t(`erasure.kinds.${kind}`)}</td>
              <td>{count}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {plan.shared.length > 0 && (
        <Text size="sm">
          {t('erasure.shared', { values: [...new Set(plan.shared.map((one) => one.value))].join(', ') })}
        </Text>
      )}
    </Stack>
  );
}

function Confirm({ params, plan, onErased }: ErasureSectionProps & { readonly plan: ErasurePlan }) {
  const { t } = useTranslation('privacy');
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const erase = useAction(routes.privacy.erasePerson, {
    onSuccess: ({ pseudonym }) => {
      // Nothing that was read before may be shown any more.
      void queryClient.invalidateQueries();
      notifications.show({ message: t('erasure.erased', { pseudonym }), color: 'accent' });
      onErased();
    },
  });
  const isReady = reason.trim().length >= REASON_MIN && typed.trim() === plan.confirmation;
  return (
    <Stack gap="sm">
      <Textarea
        withAsterisk
        label={t('erasure.reason')}
        autosize
        minRows={2}
        maxLength={1_000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <TextInput
        withAsterisk
        label={t('erasure.confirm', { number: plan.confirmation })}
        autoComplete="off"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <div>
        <Button
          variant="filled"
          color="red.9"
          disabled={!isReady}
          loading={erase.pending}
          onClick={() => erase.run({ params, body: { reason: reason.trim(), confirmation: typed.trim() } })}
        >
          {t('erasure.run')}
        </Button>
      </div>
    </Stack>
  );
}
