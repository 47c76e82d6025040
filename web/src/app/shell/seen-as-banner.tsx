import { Button } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { useAction } from '../../client/index.ts';
import { useMe } from '../me-context.ts';
import { paths } from '../paths.ts';
import classes from './seen-as-banner.module.css';

/** Whose eyes an administrator looks through, on every screen, with the way back. */
export function SeenAsBanner() {
  const { t } = useTranslation('rights');
  const { user, seenBy } = useMe();
  // Everything on screen belongs to the other person: the whole app begins anew.
  const end = useAction(routes.rights.endSeeAs, { onSuccess: () => window.location.assign(paths.home()) });
  if (!seenBy) return null;
  return (
    <div className={classes.banner} role="status">
      <IconEye size={16} aria-hidden />
      <span>{t('seeAs.banner', { name: user.name })}</span>
      <Button size="compact-sm" loading={end.pending} onClick={() => end.run({})}>
        {t('seeAs.end', { name: seenBy.name })}
      </Button>
    </div>
  );
}
