import { Button, CloseButton, Paper, Text, Title } from '@mantine/core';
import { useEffect, useEffectEvent, useId, useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { pointAt } from './point-at.ts';
import type { TourStep } from './tour-steps.ts';
import classes from './tour-card.module.css';

interface TourCardProps {
  readonly step: TourStep;
  readonly at: number;
  readonly count: number;
  readonly onGo: (step: number) => void;
  readonly onEnd: () => void;
}

/** One step of the tour, beside the page that it is about; the page stays usable. Esc ends it. */
export function TourCard({ step, at, count, onGo, onEnd }: TourCardProps) {
  const { t } = useTranslation('help');
  const navigate = useNavigate();
  const card = useRef<HTMLDivElement>(null);
  const headingId = useId();
  const go = useEffectEvent((to: string) => void navigate(to));
  useEffect(() => {
    if (step.to !== undefined) go(step.to);
    card.current?.focus();
    return pointAt(step.to ?? null);
  }, [step]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    onEnd();
  };
  const isLast = at === count - 1;
  return (
    <Paper
      ref={card}
      className={classes.card}
      role="dialog"
      aria-labelledby={headingId}
      tabIndex={-1}
      withBorder
      shadow="md"
      onKeyDown={onKeyDown}
    >
      <div className={classes.head}>
        <Title order={2} id={headingId} fz={15} fw={600}>
          {t(`steps.${step.words}.title`)}
        </Title>
        <CloseButton aria-label={t('tour.leave')} onClick={onEnd} />
      </div>
      <Text size="sm">{t(`steps.${step.words}.text`)}</Text>
      <div className={classes.foot}>
        <Text size="sm" c="dimmed" role="status">
          {t('tour.step', { step: at + 1, count })}
        </Text>
        {at > 0 && (
          <Button size="compact-sm" onClick={() => onGo(at - 1)}>
            {t('tour.back')}
          </Button>
        )}
        <Button size="compact-sm" onClick={() => (isLast ? onEnd() : onGo(at + 1))}>
          {t(isLast ? 'tour.done' : 'tour.next')}
        </Button>
      </div>
    </Paper>
  );
}
