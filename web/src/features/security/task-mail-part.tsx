import { Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { useAction, useRoute } from '../../client/index.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/section.tsx';

/** Whether my tasks come by mail, where they can be replied to. */
export function TaskMailPart() {
  const { t } = useTranslation('security');
  const own = useRoute(routes.mail.ownTaskMail);
  const save = useAction(routes.mail.saveOwnTaskMail, { invalidate: [routes.mail.ownTaskMail] });
  return (
    <Section title={t('taskMail.title')}>
      <Loaded query={own}>
        {({ isWanted, address, canReply }) => (
          <Switch
            label={t('taskMail.wanted', { address })}
            description={t(canReply ? 'taskMail.reply' : 'taskMail.noReply')}
            checked={isWanted}
            disabled={save.pending}
            onChange={(event) => save.run({ body: { isWanted: event.currentTarget.checked } })}
          />
        )}
      </Loaded>
    </Section>
  );
}
