import { Button, NumberInput, TextInput } from '@mantine/core';
import { IconCheckbox, IconMail, IconPhone, IconUsers } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { productNow } from '../../ui/product-clock.ts';
import { TimeChoice } from './time-choice.tsx';
import { NEXT_STEP_KINDS, newNextStep, type NextStepDraft } from './next-step.ts';
import classes from './next-step-fields.module.css';

const PICTURES = { call: IconPhone, meeting: IconUsers, task: IconCheckbox, email: IconMail } as const;

interface NextStepFieldsProps {
  readonly step: NextStepDraft | null;
  readonly onChange: (step: NextStepDraft | null) => void;
  /** Whom it is about; goes into the suggested subject. */
  readonly customer: string | null;
  readonly asked: boolean;
}

/** Plans what comes after this task, in the same place: one click for the kind, the rest is suggested. */
export function NextStepFields({ step, onChange, customer, asked }: NextStepFieldsProps) {
  const { t } = useTranslation('tasks');
  return (
    <fieldset className={classes.fields}>
      <legend className={classes.legend}>{t('next.title')}</legend>
      <div className={classes.kinds}>
        {NEXT_STEP_KINDS.map((kind) => {
          const Picture = PICTURES[kind];
          const chosen = step?.kind === kind;
          const subject = customer
            ? t(`next.subjectFor.${kind}`, { name: customer })
            : t(`next.kind.${kind}`);
          return (
            <Button
              key={kind}
              variant={chosen ? 'light' : 'default'}
              size="compact-md"
              aria-pressed={chosen}
              leftSection={<Picture size={15} stroke={1.7} aria-hidden />}
              onClick={() => onChange(chosen ? null : newNextStep(kind, subject, productNow()))}
            >
              {t(`next.kind.${kind}`)}
            </Button>
          );
        })}
      </div>
      {step && (
        <>
          <TextInput
            label={t('next.subject')}
            value={step.subject}
            maxLength={300}
            onChange={(event) => onChange({ ...step, subject: event.currentTarget.value })}
            error={asked && step.subject.trim() === '' ? t('form.required') : undefined}
          />
          <TimeChoice
            label={t('next.when')}
            value={step.at}
            onChange={(at) => onChange({ ...step, at })}
            error={asked && step.at === null ? t('form.required') : undefined}
          />
          {(step.kind === 'call' || step.kind === 'meeting') && (
            <NumberInput
              label={t('next.duration')}
              suffix={` ${t('call.minutesShort')}`}
              min={1}
              max={1440}
              step={5}
              value={step.durationMinutes}
              onChange={(value) => onChange({ ...step, durationMinutes: Math.max(1, Number(value) || 1) })}
            />
          )}
        </>
      )}
    </fieldset>
  );
}
