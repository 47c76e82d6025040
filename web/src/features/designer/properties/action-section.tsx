import { Select, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { KNOWN_ACTIONS } from '#moddle';
import type { ElementInfo } from '#modeler';
import { useLocalized } from '../../../i18n/use-locale.ts';
import { useDesignerScope } from '../designer-context.ts';
import { NumberField } from '../inputs/number-field.tsx';
import { TextField } from '../inputs/text-field.tsx';
import { ActionInputs } from './action-inputs.tsx';
import { InputList } from './input-list.tsx';
import { OutputList } from './output-list.tsx';
import { PropertySection } from './property-section.tsx';

/** An action of this kind is fetched by a program outside; behind it stands the topic. */
const WORKER = 'worker:';

/** What a service task does, what it takes and what it gives back. */
export function ActionSection({ element }: { readonly element: ElementInfo }) {
  const { t } = useTranslation('designer');
  const localized = useLocalized();
  const { update } = useDesignerScope();
  const isWorker = element.action?.worker === true;
  const type = isWorker ? WORKER : (element.action?.type ?? null);
  const action = KNOWN_ACTIONS.find((one) => one.type === type) ?? null;
  const offered = KNOWN_ACTIONS.filter((one) => !one.implicit || one.type === type).map((one) => ({
    value: one.type,
    label: localized(one.label),
  }));
  offered.push({ value: WORKER, label: t('action.worker') });
  if (type && !action && !isWorker) offered.unshift({ value: type, label: type });
  return (
    <>
      <PropertySection title={t('sections.action')}>
        <Select
          label={t('action.type')}
          withAsterisk
          searchable
          allowDeselect={false}
          placeholder={t('action.choose')}
          data={offered}
          value={type}
          onChange={(next) =>
            update(element.id, { action: { type: next === WORKER ? `${WORKER}work` : next } })
          }
        />
        {isWorker && (
          <TextField
            mono
            label={t('action.topic')}
            description={t('action.topicHint')}
            value={element.action?.type ?? null}
            onCommit={(topic) =>
              update(element.id, { action: { type: topic?.trim() ? `${WORKER}${topic.trim()}` : null } })
            }
          />
        )}
        {action && (
          <Text size="xs" c="dimmed">
            {localized(action.hint)} {t(`action.modes.${action.mode}`)}
          </Text>
        )}
        {action && <ActionInputs element={element} action={action} />}
      </PropertySection>
      <PropertySection
        title={t('sections.gives')}
        startsClosed={element.io.outputs.length === 0}
        summary={element.io.outputs.map((output) => output.name).join(', ') || t('data.nothing')}
      >
        <OutputList element={element} offered={action?.outputs ?? []} />
      </PropertySection>
      {isWorker && (
        <PropertySection title={t('sections.data')} startsClosed={element.io.inputs.length === 0}>
          <InputList element={element} hint={t('action.workerInputs')} />
        </PropertySection>
      )}
      {(action?.mode === 'job' || isWorker) && (
        <PropertySection title={t('sections.failure')} startsClosed>
          <NumberField
            min={0}
            max={20}
            label={t('action.retries')}
            value={element.action?.retries ?? null}
            onCommit={(retries) => update(element.id, { action: { retries } })}
          />
          <TextField
            mono
            label={t('action.backoff')}
            description={t('action.backoffHint')}
            placeholder="PT1M, PT10M, PT1H"
            value={element.action?.backoff.join(', ') || null}
            onCommit={(text) =>
              update(element.id, {
                action: { backoff: (text ?? '').split(',').flatMap((one) => one.trim() || []) },
              })
            }
          />
        </PropertySection>
      )}
    </>
  );
}
