import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ElementInfo } from '#modeler';
import { useDesignerScope } from '../designer-context.ts';
import { AddStepMenu } from './add-step-menu.tsx';
import { ElementProblems } from './element-problems.tsx';
import { ElementSections } from './element-sections.tsx';
import { useTypeWord } from './use-type-word.ts';
import classes from './properties-panel.module.css';

/** The selected element in plain words; the process while nothing is selected. */
export function PropertiesPanel({ element }: { readonly element: ElementInfo }) {
  const { t } = useTranslation('designer');
  const { selectedId } = useDesignerScope();
  const typeWord = useTypeWord();
  return (
    <div className={classes.panel}>
      <div className={classes.head}>
        <div className={classes.words}>
          <Text className={classes.type}>{typeWord(element)}</Text>
          <h2 className={classes.name}>{element.name ?? element.process?.name ?? t('flow.unnamed')}</h2>
        </div>
        {selectedId && <AddStepMenu element={element} />}
      </div>
      <ElementProblems element={element} />
      <ElementSections key={element.id} element={element} />
    </div>
  );
}
