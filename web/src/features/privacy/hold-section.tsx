import { Button, Group, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { useAction } from '../../client/index.ts';
import { formatDateTime } from '../../i18n/formats.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import { Section } from '../../ui/section.tsx';
import type { PersonEntity } from './people.ts';

interface HoldSectionProps {
  readonly params: { readonly entity: PersonEntity; readonly id: string };
  readonly hold: { readonly reason: string; readonly at: string; readonly by: string | null } | null;
}

const REASON_MIN = 3;

/** A lawsuit, a debt, a duty to keep: while it stands, nobody erases. */
export function HoldSection({ params, hold }: HoldSectionProps) {
  const { t } = useTranslation('privacy');
  const locale = useLocale();
  const [reason, setReason] = useState('');
  const set = useAction(routes.privacy.setHold, {
    invalidate: [routes.privacy.personState, routes.records.timeline],
    onSuccess: () => setReason(''),
  });
  return (
    <Section title={t('hold.title')}>
      {hold ? (
        <Group justify="space-between" wrap="nowrap" mb="lg">
          <Text size="sm">
            {t('hold.stands', {
              reason: hold.reason,
              at: formatDateTime(locale, hold.at),
              by: hold.by ?? t('consent.system'),
            })}
          </Text>
          <Button loading={set.pending} onClick={() => set.run({ params, body: { reason: null } })}>
            {t('hold.lift')}
          </Button>
        </Group>
      ) : (
        <Group align="flex-end" wrap="nowrap" mb="lg">
          <TextInput
            style={{ flex: 1 }}
            label={t('hold.reason')}
            maxLength={1_000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Button
            disabled={reason.trim().length < REASON_MIN}
            loading={set.pending}
            onClick={() => set.run({ params, body: { reason: reason.trim() } })}
          >
            {t('hold.set')}
          </Button>
        </Group>
      )}
    </Section>
  );
}
