import { Select, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ElementInfo, RepetitionInfo } from '#modeler';
import { useDesignerScope } from '../designer-context.ts';
import { NumberField } from '../inputs/number-field.tsx';
import { ValueField } from '../inputs/value-field.tsx';
import { VariableField } from '../inputs/variable-field.tsx';
import { PropertySection } from './property-section.tsx';

const KINDS = ['once', 'parallel', 'sequential', 'loop'] as const;

/** Whether a step runs once, for each item of a list, or again and again. */
export function RepetitionSection({ element }: { readonly element: ElementInfo }) {
  const { t } = useTranslation('designer');
  const { update } = useDesignerScope();
  const { repetition } = element;
  const kind = repetition?.kind ?? 'once';
  const choose = (next: string | null): void =>
    update(element.id, {
      repetition: next === null || next === 'once' ? null : { kind: next as RepetitionInfo['kind'] },
    });
  return (
    <PropertySection
      title={t('sections.repetition')}
      summary={t(`repetition.kinds.${kind}`)}
      startsClosed={repetition === null}
    >
      <Select
        label={t('repetition.kind')}
        allowDeselect={false}
        data={KINDS.map((one) => ({ value: one, label: t(`repetition.kinds.${one}`) }))}
        value={kind}
        onChange={choose}
      />
      {repetition && repetition.kind !== 'loop' && <Items id={element.id} repetition={repetition} />}
      {repetition?.kind === 'loop' && <Loop id={element.id} repetition={repetition} />}
    </PropertySection>
  );
}

interface SettingsProps {
  readonly id: string;
  readonly repetition: RepetitionInfo;
}

function Items({ id, repetition }: SettingsProps) {
  const { t } = useTranslation('designer');
  const { update } = useDesignerScope();
  const { collection, cardinality, item, condition, results, result } = repetition;
  return (
    <>
      <ValueField
        only="expression"
        label={t('repetition.collection')}
        description={t('repetition.collectionHint')}
        placeholder="members"
        required={!cardinality}
        value={collection}
        onCommit={(next) => update(id, { repetition: { collection: next } })}
      />
      {collection ? (
        <VariableField
          label={t('repetition.item')}
          description={t('repetition.itemHint')}
          placeholder="member"
          value={item}
          onCommit={(next) => update(id, { repetition: { item: next } })}
        />
      ) : (
        <ValueField
          label={t('repetition.cardinality')}
          placeholder="3"
          value={cardinality}
          onCommit={(next) => update(id, { repetition: { cardinality: next } })}
        />
      )}
      <ValueField
        only="expression"
        label={t('repetition.enough')}
        description={t('repetition.enoughHint')}
        placeholder="nrOfCompletedInstances >= 2"
        value={condition}
        onCommit={(next) => update(id, { repetition: { condition: next } })}
      />
      <VariableField
        label={t('repetition.results')}
        description={t('repetition.resultsHint')}
        placeholder="answers"
        value={results}
        onCommit={(next) => update(id, { repetition: { results: next } })}
      />
      {results && (
        <ValueField
          only="expression"
          label={t('repetition.result')}
          placeholder="answer"
          required
          value={result}
          onCommit={(next) => update(id, { repetition: { result: next } })}
        />
      )}
    </>
  );
}

function Loop({ id, repetition }: SettingsProps) {
  const { t } = useTranslation('designer');
  const { update } = useDesignerScope();
  const { condition, maximum, testBefore } = repetition;
  return (
    <>
      <ValueField
        only="expression"
        label={t('repetition.again')}
        description={t('repetition.againHint')}
        placeholder={'result = "no answer"'}
        value={condition}
        onCommit={(next) => update(id, { repetition: { condition: next } })}
      />
      <NumberField
        label={t('repetition.maximum')}
        min={1}
        value={maximum}
        onCommit={(next) => update(id, { repetition: { maximum: next } })}
      />
      <Switch
        label={t('repetition.testBefore')}
        checked={testBefore}
        onChange={(change) => update(id, { repetition: { testBefore: change.currentTarget.checked } })}
      />
    </>
  );
}
