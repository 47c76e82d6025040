import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { useRoute } from '../../client/index.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { StepColumnView } from './step-column.tsx';
import classes from '../../features/lists/lists.module.css';

interface StepBoardProps {
  readonly processKey: string;
  readonly filter: string | undefined;
  readonly q: string;
  readonly onPeek: (id: string) => void;
}

/**
 * The running instances of a process by the step at which they stand. A card is not dragged: where an instance goes is
 * said by its process, and moving a token by hand is an intervention of its own on the card.
 */
export function StepBoard({ processKey, filter, q, onPeek }: StepBoardProps) {
  const { t } = useTranslation('lists');
  const query = { filter, q: q || undefined };
  const board = useRoute(
    routes.workLists.stepBoard,
    { query: { ...query, processKey } },
    { keepPrevious: true },
  );
  return (
    <Loaded query={board}>
      {({ columns }) =>
        columns.length === 0 ? (
          <EmptyState title={t('steps.empty')} message={t('steps.emptyHint')} />
        ) : (
          <div className={classes.board} role="region" aria-label={t('steps.label')} tabIndex={0}>
            {columns.map((column) => (
              <StepColumnView key={column.step} column={column} query={query} onPeek={onPeek} />
            ))}
          </div>
        )
      }
    </Loaded>
  );
}
