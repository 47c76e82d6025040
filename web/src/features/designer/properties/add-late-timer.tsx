import { Button, Group, Switch } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ElementInfo } from '#modeler';
import { useDesignerScope } from '../designer-context.ts';
import { DurationField } from '../inputs/duration-field.tsx';

/** Draws a timer on the edge of the step; what then happens is drawn behind the timer, which is selected. */
export function AddLateTimer({ element }: { readonly element: ElementInfo }) {
  const { t } = useTranslation('designer');
  const { handle, select } = useDesignerScope();
  const [isOpen, setOpen] = useState(false);
  const [duration, setDuration] = useState<string | null>('P1D');
  const [ends, setEnds] = useState(false);
  const add = (): void => {
    if (!duration) return;
    setOpen(false);
    const made = handle.attachTimer(element.id, { duration, isInterrupting: ends });
    if (made) select(made.id);
  };
  if (!isOpen) {
    return (
      <Button size="compact-sm" w="fit-content" onClick={() => setOpen(true)}>
        {t('late.add')}
      </Button>
    );
  }
  return (
    <>
      <DurationField label={t('late.after')} value={duration} onCommit={setDuration} />
      <Switch
        label={t('late.ends')}
        description={t('late.endsHint')}
        checked={ends}
        onChange={(change) => setEnds(change.currentTarget.checked)}
      />
      <Group gap={8}>
        <Button size="compact-sm" disabled={!duration} onClick={add}>
          {t('late.draw')}
        </Button>
        <Button size="compact-sm" variant="subtle" onClick={() => setOpen(false)}>
          {t('late.cancel')}
        </Button>
      </Group>
    </>
  );
}
