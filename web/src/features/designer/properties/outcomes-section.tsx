import { Button, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { OutcomeSettings } from '#moddle';
import type { ElementInfo } from '#modeler';
import { useDesignerScope } from '../designer-context.ts';
import { OutcomeCard } from './outcome-card.tsx';
import { PropertySection } from './property-section.tsx';

/** The results that the executor can choose; the chosen one is the path. */
export function OutcomesSection({ element }: { readonly element: ElementInfo }) {
  const { t } = useTranslation('designer');
  const { update } = useDesignerScope();
  const values = element.outcomes?.values ?? [];
  const variable = element.outcomes?.variable;
  const commit = (next: readonly OutcomeSettings[]): void =>
    update(element.id, {
      outcomes: next.length === 0 ? null : { ...(variable && { variable }), values: next },
    });
  const add = (): void => {
    const taken = new Set(values.map((outcome) => outcome.code));
    let number = values.length + 1;
    while (taken.has(`result_${number}`)) number += 1;
    commit([
      ...values,
      {
        code: `result_${number}`,
        label: t('outcome.newLabel'),
        effect: 'proceed',
        repeatMax: null,
        repeatEvery: null,
        labels: {},
      },
    ]);
  };
  const replace = (at: number, outcome: OutcomeSettings | null): void =>
    commit(values.flatMap((one, index) => (index === at ? (outcome ?? []) : one)));
  const move = (at: number, by: number): void => {
    const next = [...values];
    const [moved] = next.splice(at, 1);
    if (moved) next.splice(at + by, 0, moved);
    commit(next);
  };
  return (
    <PropertySection
      title={t('sections.outcomes')}
      startsClosed={values.length === 0}
      summary={values.length === 0 ? t('outcome.none') : null}
    >
      {values.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('outcome.hint')}
        </Text>
      )}
      {values.map((outcome, at) => (
        <OutcomeCard
          key={at}
          outcome={outcome}
          isFirst={at === 0}
          isLast={at === values.length - 1}
          onCommit={(next) => replace(at, next)}
          onMove={(by) => move(at, by)}
        />
      ))}
      <Button leftSection={<IconPlus size={15} aria-hidden />} onClick={add}>
        {t('outcome.add')}
      </Button>
    </PropertySection>
  );
}
