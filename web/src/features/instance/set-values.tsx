import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { RecordLink } from '../../ui/record-link.tsx';
import type { SetValue, ShownValue } from './history-sentence.ts';

/** Stands where the sentence has its values. */
const PLACE = '\u0000';

interface SetValuesProps {
  readonly values: readonly SetValue[];
  /** The sentence around them. */
  readonly words: 'VariablesSet' | 'wentIn';
}

/** Variables that were set, from what to what, or that went into a step; records as links. */
export function SetValues({ values, words }: SetValuesProps) {
  const { t } = useTranslation('instance');
  const [before, after] = t(`history.${words}`, { values: PLACE }).split(PLACE);
  return (
    <span>
      {before}
      {values.map(({ name, from, ...to }, index) => (
        <Fragment key={name}>
          {index > 0 && '; '}
          {name}: {from && <Value shown={from} />}
          {from && ' → '}
          <Value shown={to} />
        </Fragment>
      ))}
      {after}
    </span>
  );
}

function Value({ shown }: { readonly shown: ShownValue }) {
  return shown.record ? <RecordLink record={shown.record} icon={false} /> : <>{shown.text}</>;
}
