import { Button, Fieldset, SegmentedControl, Stack } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityMeta, PossibleParty } from '#contract';
import { RecordPicker } from '../../ui/pickers/record-picker.tsx';
import { FieldInput } from '../records/field-input.tsx';
import { firstFields, valuesOf, type PartEntity, type PartMode, type PartState } from './conversion-state.ts';
import { KnownParties } from './known-parties.tsx';

interface ConversionPartProps {
  readonly meta: EntityMeta;
  readonly entity: PartEntity;
  /** What the new record has already. */
  readonly planned: Readonly<Record<string, unknown>>;
  readonly state: PartState;
  readonly onChange: (state: PartState) => void;
  readonly errors: Readonly<Record<string, string>>;
  /** Fields that something beyond the metadata asks for. */
  readonly needed?: readonly string[];
  readonly parties?: readonly PossibleParty[];
  /** Title of the record that is chosen already. */
  readonly title?: string | undefined;
  readonly children?: ReactNode;
}

const MODES: Readonly<Record<PartEntity, readonly PartMode[]>> = {
  account: ['new', 'existing', 'none'],
  contact: ['new', 'existing', 'none'],
  deal: ['new', 'none'],
};

/** One record of a conversion: a new one with everything that it still needs, one that is there, or none. */
export function ConversionPart(props: ConversionPartProps) {
  const {
    meta,
    entity,
    planned,
    state,
    onChange,
    errors,
    needed = [],
    parties = [],
    title,
    children,
  } = props;
  const { t } = useTranslation(['sales', 'records']);
  const [all, setAll] = useState(false);
  const { fields, first } = firstFields(meta, { entity, planned, state, errors, needed });
  const shown = all ? fields : first;
  const values = valuesOf(planned, state);
  const partyEntity = entity === 'deal' ? null : entity;
  return (
    <Fieldset legend={t(`sales:lead.${entity}`)}>
      <Stack gap="xs">
        <SegmentedControl
          aria-label={t(`sales:lead.${entity}`)}
          data={MODES[entity].map((value) => ({ value, label: t(`sales:lead.${value}`) }))}
          value={state.mode}
          onChange={(mode) => onChange({ ...state, mode: mode as PartMode })}
        />
        {partyEntity && state.mode === 'new' && (
          <KnownParties
            entity={partyEntity}
            values={values}
            parties={parties.filter((party) => party.entity === entity)}
            onUse={(id) => onChange({ ...state, mode: 'existing', id })}
          />
        )}
        {partyEntity && state.mode === 'existing' && (
          <RecordPicker
            entity={partyEntity}
            ariaLabel={t(`sales:lead.${partyEntity}`)}
            value={state.id}
            valueTitle={title}
            onChange={(id) => onChange({ ...state, id })}
          />
        )}
        {state.mode === 'new' && (
          <>
            {shown.map((field) => (
              <FieldInput
                key={field.key}
                field={field}
                showLabel
                value={values[field.key]}
                error={errors[field.key]}
                onChange={(value) =>
                  onChange({ ...state, values: { ...state.values, [field.key]: value ?? null } })
                }
              />
            ))}
            {children}
            {shown.length < fields.length && (
              <Button variant="subtle" color="gray" onClick={() => setAll(true)}>
                {t('records:create.allFields')}
              </Button>
            )}
          </>
        )}
      </Stack>
    </Fieldset>
  );
}
