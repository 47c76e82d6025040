import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { useRoute } from '../../client/index.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { CommentCard } from './comment-card.tsx';
import { TalkComposer } from './talk-composer.tsx';
import classes from './talk-tab.module.css';

interface TalkTabProps {
  readonly instanceId: string;
  readonly mayAsk: boolean;
}

/** Comments, questions and their answers, oldest first like a talk. */
export function TalkTab({ instanceId, mayAsk }: TalkTabProps) {
  const { t } = useTranslation('instance');
  const comments = useRoute(routes.instances.listComments, { params: { id: instanceId } });
  return (
    <div className={classes.talk}>
      <Loaded query={comments} compact>
        {({ items }) => (
          <div className={classes.list}>
            {items.length === 0 && (
              <EmptyState compact title={t('talk.empty')} message={t('talk.emptyHint')} />
            )}
            {items.map((comment) => (
              <CommentCard key={comment.id} comment={comment} />
            ))}
          </div>
        )}
      </Loaded>
      {mayAsk ? (
        <TalkComposer instanceId={instanceId} />
      ) : (
        <Text size="sm" c="dimmed" p="md">
          {t('talk.readOnly')}
        </Text>
      )}
    </div>
  );
}
