import { notifications } from '@mantine/notifications';
import { routes } from '#contract';
import { useAction, type Action, type AnyRoute } from '../../client/index.ts';

/** Everything on the card that an intervention may change. */
const CARD_ROUTES: readonly AnyRoute[] = [
  routes.instances.getInstance,
  routes.instances.startableSteps,
  routes.instances.liveMap,
  routes.instances.instanceHistory,
  routes.instances.listComments,
  routes.instances.listInstances,
];

/** An intervention on an instance: says what was done, and reads the card again. */
export function useInstanceAction<R extends AnyRoute>(
  route: R,
  done: string,
  onDone?: () => void,
): Action<R> {
  return useAction(route, {
    invalidate: CARD_ROUTES,
    onSuccess: () => {
      notifications.show({ message: done, color: 'accent' });
      onDone?.();
    },
  });
}
