import { Button, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { useAction } from '../../client/index.ts';
import { useTour } from './tour-context.ts';
import classes from './help.module.css';

/** On the first home that somebody sees: begin the tour or not; either way it is not offered again. */
export function TourOffer() {
  const { t } = useTranslation('help');
  const tour = useTour();
  const answer = useAction(routes.home.answerTour, { invalidate: [routes.home.home] });
  return (
    <section className={classes.offer} aria-label={t('tour.offerTitle')}>
      <div className={classes.offerWords}>
        <Title order={2} fz={14} fw={600}>
          {t('tour.offerTitle')}
        </Title>
        <Text size="sm" c="dimmed">
          {t('tour.offer')}
        </Text>
      </div>
      <Button
        onClick={() => {
          tour.start();
          answer.run({});
        }}
      >
        {t('tour.start')}
      </Button>
      <Button variant="subtle" loading={answer.pending} onClick={() => answer.run({})}>
        {t('tour.skip')}
      </Button>
    </section>
  );
}
