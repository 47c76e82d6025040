import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { routes, type Operation } from '#contract';
import { paths } from '../../app/paths.ts';
import { useRoute } from '../../client/index.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { KINDS } from './operation-kinds.ts';
import classes from './operations.module.css';
import { ProcessChoice } from './process-choice.tsx';

/** Who changed what from outside a diagram, when and why. */
export function LogTab() {
  const { t } = useTranslation(['operations', 'common']);
  const [processKey, setProcessKey] = useState<string | null>(null);
  /** Where each page begins; the first at now. */
  const [pages, setPages] = useState<readonly string[]>([]);
  const before = pages.at(-1);
  const log = useRoute(
    routes.operations.operationLog,
    { query: { ...(processKey ? { processKey } : {}), ...(before ? { before } : {}) } },
    { keepPrevious: true },
  );
  return (
    <>
      <div className={classes.bar}>
        <ProcessChoice
          clearable
          value={processKey}
          onChange={(next) => {
            setProcessKey(next);
            setPages([]);
          }}
        />
      </div>
      <Loaded query={log}>
        {({ items, nextBefore }) =>
          items.length === 0 ? (
            <EmptyState compact title={t('operations:log.empty')} />
          ) : (
            <>
              <ul className={classes.list}>
                {items.map((item) => (
                  <LogRow key={item.id} item={item} />
                ))}
              </ul>
              <div className={classes.buttons}>
                {pages.length > 0 && (
                  <Button onClick={() => setPages(pages.slice(0, -1))}>{t('operations:log.newer')}</Button>
                )}
                {nextBefore !== null && (
                  <Button onClick={() => setPages([...pages, nextBefore])}>
                    {t('operations:log.older')}
                  </Button>
                )}
              </div>
            </>
          )
        }
      </Loaded>
    </>
  );
}

function LogRow({ item }: { readonly item: Operation }) {
  const { t } = useTranslation(['operations', 'common']);
  const kind = KINDS.find((known) => known === item.kind.replace('.', '_'));
  return (
    <li className={classes.row}>
      <span className={classes.words}>
        <span>
          {kind ? t(`operations:kind.${kind}`, wordsOf(item)) : item.kind}
          {item.elementId !== null && ` · ${item.elementId}`}
        </span>
        {item.reason !== null && <span className={classes.dim}>{item.reason}</span>}
      </span>
      <span className={classes.side}>
        {item.instanceId === null ? (
          item.processName
        ) : (
          <Link to={paths.instance(item.instanceId)}>
            {item.processName ?? item.processKey ?? t('operations:batch.instance')}
          </Link>
        )}
      </span>
      <span className={classes.side}>
        {item.by.name ?? t('common:words.system')}{' '}
        <span className={classes.dim}>
          <RelativeTime at={item.at} />
        </span>
      </span>
    </li>
  );
}

/** What a sentence names of what was changed. */
function wordsOf({ facts }: Operation): {
  readonly version: number;
  readonly variables: string;
  readonly name: string;
} {
  const {
    version = 0,
    variables = [],
    name = '',
  } = facts as { version?: number; variables?: readonly string[]; name?: string };
  return { version, variables: variables.join(', '), name };
}
