import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ApiKeyItem } from '#contract';
import classes from '../audit/audit.module.css';
import { formatDate } from '../../i18n/formats.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';

interface ApiKeyRowProps {
  readonly item: ApiKeyItem;
  readonly pending: boolean;
  readonly onRevoke: () => void;
}

/** One key: what it may do, how it begins, when it was used and when it ends. */
export function ApiKeyRow({ item, pending, onRevoke }: ApiKeyRowProps) {
  const { t } = useTranslation('security');
  const locale = useLocale();
  return (
    <li className={classes.row}>
      <div className={classes.facts}>
        <span>
          {item.name} · {item.role.name}
          {item.readOnly && ` · ${t('keys.readOnly')}`}
        </span>
        <span className={classes.dim}>
          {item.prefix}… · {t('keys.until', { date: formatDate(locale, item.expiresAt) })} ·{' '}
          {item.lastUsedAt ? (
            <>
              {t('keys.used')} <RelativeTime at={item.lastUsedAt} />
            </>
          ) : (
            t('keys.unused')
          )}
        </span>
      </div>
      <Button
        size="compact-sm"
        loading={pending}
        aria-label={t('keys.revokeOf', { name: item.name })}
        onClick={onRevoke}
      >
        {t('keys.revoke')}
      </Button>
    </li>
  );
}
