import { IconBell, IconBellFilled, IconStar, IconStarFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { routes, type RecordView } from '#contract';
import { useAction, useRoute } from '../../client/index.ts';
import { ActionSign } from '../../ui/actions/action-button.tsx';

/** Keeping a record at hand, and being told of it. */
export function FollowButtons({ record }: { readonly record: RecordView }) {
  const { t } = useTranslation('sales');
  const params = { entity: record.entity, id: record.id };
  const state = useRoute(routes.collaboration.followState, { params });
  const set = useAction(routes.collaboration.setFollow, {
    invalidate: [routes.collaboration.followState, routes.collaboration.favorites],
  });
  const { following = false, favorite = false, followers = [] } = state.data ?? {};
  const names = followers.map((person) => person.name).join(', ');
  const star = t(favorite ? 'follow.unfavorite' : 'follow.favorite');
  const bell = t(following ? 'follow.unfollow' : 'follow.follow');
  const bellHint = names ? `${bell}. ${t('follow.followers', { names })}` : bell;
  return (
    <>
      <ActionSign
        action={{
          name: 'favorite',
          label: star,
          icon: favorite ? IconStarFilled : IconStar,
          run: () => set.run({ params, body: { favorite: !favorite } }),
        }}
        aria-pressed={favorite}
        disabled={state.isPending}
      />
      <ActionSign
        action={{
          name: 'follow',
          label: bell,
          icon: following ? IconBellFilled : IconBell,
          run: () => set.run({ params, body: { following: !following } }),
        }}
        hint={bellHint}
        aria-pressed={following}
        disabled={state.isPending}
      />
    </>
  );
}
