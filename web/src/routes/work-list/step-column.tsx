import { ActionIcon, Button } from '@mantine/core';
import { useIntersection } from '@mantine/hooks';
import { IconEye } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { routes, type StepCard, type StepColumn } from '#contract';
import { paths } from '../../app/paths.ts';
import { usePages } from '../../client/index.ts';
import { DueLabel } from '../../features/tasks/due-label.tsx';
import { InstanceStatus } from '../../features/instance/instance-status.tsx';
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import { useProductNow } from '../../ui/product-clock.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { RowsSkeleton } from '../../ui/skeletons.tsx';
import classes from '../../features/lists/lists.module.css';

interface StepColumnProps {
  readonly column: StepColumn;
  readonly query: { readonly filter: string | undefined; readonly q: string | undefined };
  readonly onPeek: (id: string) => void;
}

const DAY_MS = 86_400_000;

/** How long something stands where it is: a word and a shade, never the shade alone. */
function ageOf(since: string, now: Date): 'fresh' | 'days' | 'week' {
  const days = (now.getTime() - Date.parse(since)) / DAY_MS;
  if (days >= 7) return 'week';
  return days >= 2 ? 'days' : 'fresh';
}

/** One step: who stands here, the longest waiting first; read when it comes into view. */
export function StepColumnView({ column, query, onPeek }: StepColumnProps) {
  const { t } = useTranslation('lists');
  const { ref, entry } = useIntersection();
  const [seen, setSeen] = useState(false);
  if (entry?.isIntersecting && !seen) setSeen(true);
  const cards = usePages(
    routes.workLists.stepCards,
    { query: { ...query, step: column.step } },
    { enabled: seen, keepPrevious: true },
  );
  const items = (cards.data?.pages ?? []).flatMap((page) => page.items);
  return (
    <section ref={ref} className={classes.column} data-step={column.step} aria-label={column.name}>
      <h2 className={classes.columnHead}>
        {column.name}
        <span className={classes.columnFacts}>
          {column.count}
          {column.overdue > 0 && ` · ${t('steps.overdue', { count: column.overdue })}`}
          {' · '}
          {t('steps.oldest')} <RelativeTime at={column.oldest} />
        </span>
      </h2>
      {cards.isLoading && <RowsSkeleton rows={3} height={60} />}
      <ul className={classes.cards} tabIndex={0} aria-label={column.name}>
        {items.map((card) => (
          <Card key={card.id} card={card} onPeek={() => onPeek(card.id)} />
        ))}
        {cards.hasNextPage && (
          <li>
            <Button
              fullWidth
              size="compact-sm"
              loading={cards.isFetchingNextPage}
              onClick={() => void cards.fetchNextPage()}
            >
              {t('board.more')}
            </Button>
          </li>
        )}
      </ul>
    </section>
  );
}

function Card({ card, onPeek }: { readonly card: StepCard; readonly onPeek: () => void }) {
  const { t } = useTranslation('lists');
  const now = useProductNow();
  return (
    <li className={classes.card} data-card={card.id} data-age={ageOf(card.since, now)}>
      <div className={classes.cardHead}>
        <Link to={paths.instance(card.id)} className={classes.cardTitle}>
          {card.title}
        </Link>
        <ActionIcon size={24} aria-label={t('steps.look', { name: card.title })} onClick={onPeek}>
          <IconEye size={15} />
        </ActionIcon>
      </div>
      <div className={classes.cardFacts}>
        <span className={classes.age}>
          {t('steps.since')} <RelativeTime at={card.since} />
        </span>
        {card.dueAt && <DueLabel dueAt={card.dueAt} overdue={card.overdue} />}
        {(card.suspended || card.incidents > 0) && (
          <InstanceStatus status="active" incidents={card.incidents} suspended={card.suspended} plain />
        )}
        {card.executors.map((person) => (
          <PersonAvatar key={person.id} person={person} size={18} withName />
        ))}
      </div>
    </li>
  );
}
