import { Button, NumberInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { useMe } from '../../app/me-context.ts';
import { useRoute } from '../../client/index.ts';
import { useSaveSetting } from '../../features/settings/use-save-setting.ts';

/** What an hour costs: with it, work has a price. Administrators say it. */
export function RateField() {
  const { t } = useTranslation(['measures', 'settings']);
  const me = useMe();
  const [typed, setTyped] = useState<number | null | undefined>(undefined);
  const rate = useRoute(routes.measures.measureRate).data;
  const { save } = useSaveSetting(routes.measures.saveMeasureRate, {
    invalidate: [
      ...[routes.measures.measureRate, routes.measures.stageMeasures],
      routes.measures.supportMeasures,
    ],
    onSaved: () => setTyped(undefined),
  });
  if (!me.isAdmin || !rate) return null;
  const value = typed === undefined ? rate.hourlyRate : typed;
  return (
    <>
      <NumberInput
        w={190}
        hideControls
        label={t('rate', { currency: rate.currency })}
        placeholder={t('noRate')}
        min={0}
        max={1_000_000}
        decimalScale={2}
        value={value ?? ''}
        onChange={(next) => setTyped(next === '' ? null : Number(next))}
      />
      {typed !== undefined && typed !== rate.hourlyRate && (
        <Button
          loading={save.pending}
          onClick={() => save.run({ body: { hourlyRate: typed, version: rate.version } })}
        >
          {t('settings:save')}
        </Button>
      )}
    </>
  );
}
