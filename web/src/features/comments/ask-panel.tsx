import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { useAction } from '../../client/index.ts';
import { PersonPanel } from '../tasks/person-panel.tsx';

interface AskPanelProps {
  readonly instanceId: string;
  readonly elementId?: string;
  readonly askedOf?: string | null;
  readonly onClose: () => void;
}

/** A question on an instance, put to one person; it stands on top of that person's inbox. */
export function AskPanel({ instanceId, elementId, askedOf, onClose }: AskPanelProps) {
  const { t } = useTranslation('instance');
  const ask = useAction(routes.instances.addComment, {
    invalidate: [routes.instances.listComments],
    onSuccess: () => {
      notifications.show({ message: t('talk.asked'), color: 'accent' });
      onClose();
    },
  });
  return (
    <PersonPanel
      title={t('talk.askTitle')}
      personLabel={t('talk.askWhom')}
      textLabel={t('talk.question')}
      textRequired
      initialPerson={askedOf}
      confirmLabel={t('talk.ask')}
      pending={ask.pending}
      onConfirm={(userId, body) =>
        ask.run({
          params: { id: instanceId },
          body: { body, isQuestion: true, askedOf: userId, ...(elementId ? { elementId } : {}) },
        })
      }
      onClose={onClose}
    />
  );
}
