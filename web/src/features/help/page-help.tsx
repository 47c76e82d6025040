import { Button, Text } from '@mantine/core';
import { IconRoute } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { topicOf } from './help-topics.ts';
import { useTour } from './tour-context.ts';
import classes from './help.module.css';

const POINTS = ['one', 'two', 'three'] as const;

/** What the page on screen is for and how one works with it; the tour can be begun again here. */
export function PageHelp({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('help');
  const topic = topicOf(useLocation().pathname);
  const tour = useTour();
  return (
    <section className={classes.help}>
      {topic && (
        <>
          <h3 className={classes.heading}>
            {t('here')}: {t(`topics.${topic}.title`)}
          </h3>
          <Text>{t(`topics.${topic}.text`)}</Text>
          <ul className={classes.points}>
            {POINTS.map((point) => (
              <li key={point}>{t(`topics.${topic}.${point}`)}</li>
            ))}
          </ul>
        </>
      )}
      <Button
        leftSection={<IconRoute size={16} aria-hidden />}
        onClick={() => {
          onClose();
          tour.start();
        }}
      >
        {t('tour.again')}
      </Button>
    </section>
  );
}
