import { Alert, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import type { ApiError } from '../../client/index.ts';

const refusal = z.object({
  refused: z.array(
    z.object({ address: z.string(), reason: z.enum(['doNotCall', 'out', 'pending', 'notGiven']) }),
  ),
});

/** Who must not be written to, and why; nothing for any other problem. */
export function RefusedAddresses({ problem }: { readonly problem: ApiError | null }) {
  const { t } = useTranslation('privacy');
  const read = refusal.safeParse(problem?.code === 'CRM_CONSENT_REFUSED' ? problem.details : null);
  if (!read.success) return null;
  return (
    <Alert color="red" title={t('consent.refused')} role="alert">
      {read.data.refused.map(({ address, reason }) => (
        <Text key={address} size="sm">
          {t('consent.refusedOne', { address, reason: t(`consent.reasons.${reason}`) })}
        </Text>
      ))}
      <Text size="sm" mt="xs">
        {t('consent.refusedHint')}
      </Text>
    </Alert>
  );
}
