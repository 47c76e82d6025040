import { Autocomplete, SegmentedControl, Stack, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { useAction, useRoute } from '../../client/index.ts';
import { StepValuesField, useStepValues } from '../../features/instance/step-values-field.tsx';
import { ConfirmPanel } from '../../ui/confirm-panel.tsx';
import { WhoWaits, type ChosenEvent } from './who-waits.tsx';

const KINDS = ['signal', 'message'] as const;
type Kind = (typeof KINDS)[number];

/** A signal to everybody, or a message to whoever is meant, with a look at who waits before it leaves. */
export function SendEventPanel({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation(['operations', 'form']);
  const [kind, setKind] = useState<Kind>('signal');
  const [name, setName] = useState('');
  const [key, setKey] = useState('');
  const [asked, setAsked] = useState(false);
  const given = useStepValues();
  const known = useRoute(routes.events.knownEvents, {}, { staleTime: 60_000 }).data?.items ?? [];
  const offered = known.filter((event) => event.kind === kind);
  const isPattern = offered.some((event) => event.isPattern && event.name === name);
  const told = (message: string): void => {
    notifications.show({ message, color: 'accent' });
    onClose();
  };
  const signal = useAction(routes.events.sendSignal, {
    invalidate: [routes.events.signalsOnTheirWay],
    onSuccess: () => told(t('operations:send.signalSent')),
  });
  const message = useAction(routes.events.sendMessage, {
    onSuccess: ({ instanceIds, started }) =>
      told(t('operations:send.reached', { count: instanceIds.length + started.length })),
  });
  const chosen: ChosenEvent = {
    kind,
    name: name.trim(),
    ...(kind === 'message' && key.trim() !== '' && { correlationKey: key.trim() }),
  };
  const send = (reason: string): void => {
    setAsked(true);
    const variables = given.read();
    if (chosen.name === '' || isPattern || variables === null) return;
    const { kind: _kind, ...event } = chosen;
    if (kind === 'signal') signal.run({ body: { name: event.name, variables, reason } });
    else message.run({ body: { ...event, variables, reason } });
  };
  const missing = asked && chosen.name === '' ? t('form:required') : undefined;
  return (
    <ConfirmPanel
      title={t('operations:send.title')}
      message={t('operations:send.hint')}
      confirmLabel={t('operations:send.confirm')}
      withReason="required"
      pending={signal.pending || message.pending}
      onConfirm={send}
      onClose={onClose}
    >
      <Stack gap="md" mb="md">
        <SegmentedControl
          aria-label={t('operations:send.kind')}
          data={KINDS.map((value) => ({ value, label: t(`operations:send.${value}`) }))}
          value={kind}
          onChange={(value) => setKind(KINDS.find((one) => one === value) ?? 'signal')}
        />
        <Autocomplete
          label={t('operations:send.name')}
          description={t('operations:send.nameHint')}
          withAsterisk
          maxLength={255}
          // What is written already is not proposed again: the list would lie over who waits for it.
          data={offered.map((event) => event.name).filter((one) => one !== name)}
          value={name}
          onChange={setName}
          error={isPattern ? t('operations:send.pattern') : missing}
        />
        {kind === 'message' && (
          <TextInput
            label={t('operations:send.key')}
            description={t('operations:send.keyHint')}
            maxLength={255}
            value={key}
            onChange={(event) => setKey(event.currentTarget.value)}
          />
        )}
        {chosen.name !== '' && !isPattern && <WhoWaits event={chosen} />}
        <StepValuesField
          values={given}
          words={{ label: t('operations:send.variables'), hint: t('operations:send.variablesHint') }}
        />
      </Stack>
    </ConfirmPanel>
  );
}
