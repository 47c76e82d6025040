import { MultiSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ElementInfo } from '#modeler';
import { useDesignerScope } from '../designer-context.ts';

const INITIATOR = 'initiator';

/** Four eyes: whoever did one of these steps may not do this one. */
export function FourEyesField({ element }: { readonly element: ElementInfo }) {
  const { t } = useTranslation('designer');
  const { outline, update, element: elementOf, processKey } = useDesignerScope();
  const chosen = element.task?.notBy ?? [];
  const tasks = outline.filter(({ id, type }) => type === 'bpmn:UserTask' && id !== element.id);
  const subject = elementOf(processKey)?.process?.subject?.variable;
  const owner = subject ? [{ value: `owner:${subject}`, label: t('who.notByOwner', { subject }) }] : [];
  const known = new Set([INITIATOR, ...owner.map(({ value }) => value), ...tasks.map(({ id }) => id)]);
  const data = [
    { value: INITIATOR, label: t('who.notByInitiator') },
    ...owner,
    ...tasks.map(({ id, name }) => ({ value: id, label: name ?? id })),
    // What is chosen and gone from the diagram can still be taken away.
    ...chosen.filter((id) => !known.has(id)).map((id) => ({ value: id, label: id })),
  ];
  return (
    <MultiSelect
      label={t('who.notBy')}
      description={t('who.notByHint')}
      data={data}
      value={[...chosen]}
      onChange={(notBy) => update(element.id, { task: { notBy } })}
    />
  );
}
