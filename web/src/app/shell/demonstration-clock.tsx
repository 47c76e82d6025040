import { Button, Group, NumberInput, Popover, Text, UnstyledButton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconClockPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { queryClient, useAction } from '../../client/index.ts';
import { formatDateTime, formatTime } from '../../i18n/formats.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import { setProductNow, useProductNow } from '../../ui/product-clock.ts';
import { useMe } from '../me-context.ts';
import classes from './demonstration-clock.module.css';

/** The clock of a demonstration; an administrator can move it forward. */
export function DemonstrationClock() {
  const { t } = useTranslation('shell');
  const locale = useLocale();
  const now = useProductNow();
  const me = useMe();
  const [days, setDays] = useState<number | string>(3);
  const [hours, setHours] = useState<number | string>(0);
  const advance = useAction(routes.admin.advanceClock, {
    onSuccess: (response) => {
      setProductNow(response.now);
      void queryClient.invalidateQueries();
      notifications.show({ message: t('clock.advanced', { count: response.jobsRun }), color: 'accent' });
    },
  });
  const move = (duration: string): void => advance.run({ body: { duration } });
  const custom = `P${Number(days) || 0}DT${Number(hours) || 0}H`;
  const face = (
    <>
      <IconClockPlay size={15} aria-hidden />
      <span className={classes.wide}>{formatDateTime(locale, now)}</span>
      <span className={classes.narrow}>{formatTime(locale, now)}</span>
    </>
  );
  if (!me.isAdmin) {
    return (
      <span className={classes.face} title={t('clock.label')}>
        {face}
      </span>
    );
  }
  return (
    <Popover position="bottom-end" width={280} trapFocus>
      <Popover.Target>
        <UnstyledButton
          className={classes.face}
          data-button
          aria-label={`${t('clock.label')}: ${formatDateTime(locale, now)}`}
        >
          {face}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('clock.label')}>
        <Text fw={600} size="sm">
          {t('clock.label')}
        </Text>
        <Text size="sm" c="dimmed" mb="sm">
          {t('clock.hint')}
        </Text>
        <Group grow mb="sm" gap="xs">
          <Button loading={advance.pending} onClick={() => move('P1D')}>
            {t('clock.day')}
          </Button>
          <Button loading={advance.pending} onClick={() => move('P1W')}>
            {t('clock.week')}
          </Button>
        </Group>
        <Group grow gap="xs" mb="sm">
          <NumberInput
            label={t('clock.days')}
            min={0}
            max={366}
            allowDecimal={false}
            value={days}
            onChange={setDays}
          />
          <NumberInput
            label={t('clock.hours')}
            min={0}
            max={23}
            allowDecimal={false}
            value={hours}
            onChange={setHours}
          />
        </Group>
        <Button
          fullWidth
          disabled={!Number(days) && !Number(hours)}
          loading={advance.pending}
          onClick={() => move(custom)}
        >
          {t('clock.advance')}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
