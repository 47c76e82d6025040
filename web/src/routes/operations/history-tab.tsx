import { Button, NumberInput, Select, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type HistorySetting } from '#contract';
import { useAction, useRoute } from '../../client/index.ts';
import { ConfirmPanel } from '../../ui/confirm-panel.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import classes from './operations.module.css';

const LEVELS = ['full', 'activity', 'none'] as const;

/** What is kept of the ended instances of each process, and for how long. */
export function HistoryTab() {
  const { t } = useTranslation(['operations', 'common']);
  const [edited, setEdited] = useState<HistorySetting | null>(null);
  const settings = useRoute(routes.operations.historySettings);
  return (
    <>
      <span className={classes.dim}>{t('operations:history.hint')}</span>
      <Loaded query={settings}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState compact title={t('operations:history.empty')} />
          ) : (
            <ul className={classes.list}>
              {items.map((setting) => (
                <li key={setting.processKey} className={classes.row}>
                  <span className={classes.words}>{setting.processName ?? setting.processKey}</span>
                  <span className={classes.side}>
                    {t(`operations:history.level.${setting.historyLevel}`)}
                    {', '}
                    {setting.historyDays === null
                      ? t('operations:history.forEver')
                      : t('operations:history.days', { count: setting.historyDays })}
                  </span>
                  <Button size="compact-sm" onClick={() => setEdited(setting)}>
                    {t('common:actions.edit')}
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {edited && <HistoryPanel key={edited.processKey} setting={edited} onClose={() => setEdited(null)} />}
    </>
  );
}

interface HistoryPanelProps {
  readonly setting: HistorySetting;
  readonly onClose: () => void;
}

function HistoryPanel({ setting, onClose }: HistoryPanelProps) {
  const { t } = useTranslation('operations');
  const [level, setLevel] = useState(setting.historyLevel);
  const [days, setDays] = useState<number | null>(setting.historyDays);
  const change = useAction(routes.operations.changeHistory, {
    invalidate: [routes.operations.historySettings],
    onSuccess: onClose,
  });
  return (
    <ConfirmPanel
      title={setting.processName ?? setting.processKey}
      message={t('history.message')}
      confirmLabel={t('history.save')}
      withReason="required"
      pending={change.pending}
      onConfirm={(reason) =>
        change.run({
          params: { processKey: setting.processKey },
          body: { historyLevel: level, historyDays: days, reason },
        })
      }
      onClose={onClose}
    >
      <Stack gap="md" mb="md">
        <Select
          label={t('history.what')}
          allowDeselect={false}
          data={LEVELS.map((value) => ({ value, label: t(`history.level.${value}`) }))}
          value={level}
          onChange={(value) => setLevel(LEVELS.find((one) => one === value) ?? 'full')}
        />
        <NumberInput
          label={t('history.howLong')}
          description={t('history.howLongHint')}
          min={1}
          max={36_500}
          allowDecimal={false}
          value={days ?? ''}
          onChange={(value) => setDays(typeof value === 'number' ? value : null)}
        />
      </Stack>
    </ConfirmPanel>
  );
}
