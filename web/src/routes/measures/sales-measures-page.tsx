import { useTranslation } from 'react-i18next';
import classes from '../../features/measures/measures.module.css';
import { useMeasuredPeriod } from '../../features/measures/period.ts';
import { PeriodSelect } from '../../features/measures/period-select.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { RateField } from './rate-field.tsx';
import { SourcesSection } from './sources-section.tsx';
import { StagesSection } from './stages-section.tsx';

/** Where deals stay and die, and which sources bring what. */
export function SalesMeasuresPage() {
  const { t } = useTranslation('measures');
  const period = useMeasuredPeriod();
  return (
    <>
      <PageHeader title={t('sales')} meta={t('byRights')} />
      <div className={classes.page}>
        <div className={classes.filters}>
          <PeriodSelect period={period} />
          <RateField />
        </div>
        <StagesSection period={period} />
        <SourcesSection period={period} />
      </div>
    </>
  );
}
