import { Tooltip } from '@mantine/core';
import { formatDateTime, formatRelative } from '../i18n/formats.ts';
import { useLocale } from '../i18n/use-locale.ts';
import { useProductNow } from './product-clock.ts';

interface RelativeTimeProps {
  readonly at: string;
  /** Late dates are marked by the caller's word as well; the colour only helps. */
  readonly late?: boolean;
}

/** "in 3 days", with the exact instant on hover and focus. */
export function RelativeTime({ at, late }: RelativeTimeProps) {
  const locale = useLocale();
  const now = useProductNow();
  return (
    <Tooltip label={formatDateTime(locale, at)}>
      <time dateTime={at} style={{ whiteSpace: 'nowrap', color: late ? 'var(--tl-late-text)' : undefined }}>
        {formatRelative(locale, at, now)}
      </time>
    </Tooltip>
  );
}
