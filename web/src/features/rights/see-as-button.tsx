import { ActionIcon, Tooltip } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { routes, type Person } from '#contract';
import { paths } from '../../app/paths.ts';
import { useAction } from '../../client/index.ts';

/** Lets an administrator look at the product through this person's eyes. */
export function SeeAsButton({ person }: { readonly person: Person }) {
  const { t } = useTranslation('rights');
  const begin = useAction(routes.rights.seeAs, { onSuccess: () => window.location.assign(paths.home()) });
  return (
    <Tooltip label={t('seeAs.action')}>
      <ActionIcon
        aria-label={t('seeAs.actionOf', { name: person.name })}
        loading={begin.pending}
        onClick={() => begin.run({ body: { userId: person.id } })}
      >
        <IconEye size={16} />
      </ActionIcon>
    </Tooltip>
  );
}
