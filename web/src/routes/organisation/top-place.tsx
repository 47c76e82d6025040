import { useTranslation } from 'react-i18next';
import classes from './organisation-page.module.css';

/** Where a dragged department is dropped to lie in no other. */
export function TopPlace({ onDrop }: { readonly onDrop: () => void }) {
  const { t } = useTranslation('structure');
  return (
    <div className={classes.top} onDragOver={(event) => event.preventDefault()} onDrop={onDrop}>
      {t('toTop')}
    </div>
  );
}
