import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import i18next from 'i18next';
import classes from '../records/status-bar.module.css';

const UNDO_MS = 10_000;

/** Says what was done, with the way back for ten seconds. */
export function offerUndo(offer: {
  readonly id: string;
  readonly message: string;
  readonly undo: string;
  readonly onUndo: () => void;
}): void {
  notifications.show({
    id: offer.id,
    autoClose: UNDO_MS,
    color: 'accent',
    closeButtonProps: { 'aria-label': i18next.t('common:actions.close') },
    message: (
      <span className={classes.toast}>
        {offer.message}
        <Button
          size="compact-sm"
          onClick={() => {
            notifications.hide(offer.id);
            offer.onUndo();
          }}
        >
          {offer.undo}
        </Button>
      </span>
    ),
  });
}
