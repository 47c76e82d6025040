import { useTranslation } from 'react-i18next';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import classes from './record-list.module.css';

/** Rows do not jump under the reader's eyes: a change elsewhere offers itself. */
export function StaleBar({ onRefresh }: { readonly onRefresh: () => void }) {
  const { t } = useTranslation('records');
  return (
    <div className={classes.changed} role="status">
      {t('list.changed')}
      <ActionButton
        size="compact-sm"
        action={{ name: 'refresh', label: t('list.refresh'), run: onRefresh }}
      />
    </div>
  );
}
