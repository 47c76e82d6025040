import { useTranslation } from 'react-i18next';
import type { ElementInfo } from '#modeler';
import { InputList } from './input-list.tsx';
import { OutputList } from './output-list.tsx';
import { PropertySection } from './property-section.tsx';
import classes from './cards.module.css';

/** What goes into a step and what comes out of it. */
export function DataSection({ element }: { readonly element: ElementInfo }) {
  const { t } = useTranslation('designer');
  const { inputs, outputs } = element.io;
  const names = [...inputs, ...outputs].map((mapping) => mapping.name).join(', ');
  return (
    <PropertySection
      title={t('sections.data')}
      startsClosed={names === ''}
      summary={names || t('data.nothing')}
    >
      <h4 className={classes.label}>{t('data.in')}</h4>
      <InputList element={element} hint={t('data.inputsHint')} />
      <h4 className={classes.label}>{t('data.out')}</h4>
      <OutputList element={element} />
    </PropertySection>
  );
}
