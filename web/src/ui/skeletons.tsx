import { Skeleton, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';

const WIDTHS = ['92%', '78%', '85%', '64%', '88%', '71%'];

/** Lines of a list that is on its way. */
export function RowsSkeleton({ rows, height = 14 }: { readonly rows: number; readonly height?: number }) {
  const { t } = useTranslation();
  return (
    <Stack gap={14} p="md" role="status" aria-label={t('words.loading')}>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} height={height} width={WIDTHS[row % WIDTHS.length]} />
      ))}
    </Stack>
  );
}

/** Heading, a line and a body: a page that is on its way. */
export function PageSkeleton() {
  const { t } = useTranslation();
  return (
    <Stack gap="md" p="lg" role="status" aria-label={t('words.loading')}>
      <Skeleton height={24} width={280} />
      <Skeleton height={14} width={420} maw="80%" />
      <Skeleton height={240} mt="md" />
    </Stack>
  );
}
