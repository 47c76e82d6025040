import { Button, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type Consent } from '#contract';
import { useAction } from '../../client/index.ts';
import { SidePanel } from '../../ui/side-panel.tsx';
import { CHANNELS, PURPOSES, STATES, type Channel, type Purpose } from './consent-words.ts';
import type { PersonEntity } from './people.ts';

interface ConsentPanelProps {
  readonly party: { readonly entity: PersonEntity; readonly id: string };
  readonly begun: { readonly channel: Channel; readonly purpose: Purpose };
  readonly onClose: () => void;
}

/** Writes down what the person said; what was said before stays as proof. */
export function ConsentPanel({ party, begun, onClose }: ConsentPanelProps) {
  const { t } = useTranslation(['privacy', 'common']);
  const [way, setWay] = useState(begun);
  const [state, setState] = useState<Consent['state']>('in');
  const [source, setSource] = useState('');
  const [proof, setProof] = useState('');
  const save = useAction(routes.privacy.stateConsent, {
    invalidate: [routes.privacy.recordConsents, routes.records.timeline],
    onSuccess: () => {
      notifications.show({ message: t('privacy:consent.saved'), color: 'accent' });
      onClose();
    },
  });
  return (
    <SidePanel
      title={t('privacy:consent.change')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common:actions.cancel')}</Button>
          <Button
            variant="filled"
            disabled={source.trim() === ''}
            loading={save.pending}
            onClick={() =>
              save.run({
                params: party,
                body: { ...way, state, source: source.trim(), proof: proof.trim() || null },
              })
            }
          >
            {t('common:actions.save')}
          </Button>
        </>
      }
    >
      <Stack gap="sm">
        <Select
          label={t('privacy:consent.channel')}
          allowDeselect={false}
          data={CHANNELS.map((value) => ({ value, label: t(`privacy:consent.channels.${value}`) }))}
          value={way.channel}
          onChange={(channel) => channel && setWay({ ...way, channel })}
        />
        <Select
          label={t('privacy:consent.purpose')}
          allowDeselect={false}
          data={PURPOSES.map((value) => ({ value, label: t(`privacy:consent.purposes.${value}`) }))}
          value={way.purpose}
          onChange={(purpose) => purpose && setWay({ ...way, purpose })}
        />
        <Select
          label={t('privacy:consent.state')}
          allowDeselect={false}
          data={STATES.map((value) => ({ value, label: t(`privacy:consent.states.${value}`) }))}
          value={state}
          onChange={(value) => value && setState(value)}
        />
        <TextInput
          withAsterisk
          label={t('privacy:consent.source')}
          placeholder={t('privacy:consent.sourcePlaceholder')}
          maxLength={200}
          value={source}
          onChange={(event) => setSource(event.currentTarget.value)}
        />
        <Textarea
          label={t('privacy:consent.proof')}
          description={t('privacy:consent.proofHint')}
          autosize
          minRows={2}
          maxLength={2_000}
          value={proof}
          onChange={(event) => setProof(event.currentTarget.value)}
        />
      </Stack>
    </SidePanel>
  );
}
