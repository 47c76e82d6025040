import { UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { routes, type ChoiceList } from '#contract';
import { paths } from '../../app/paths.ts';
import { useRoute } from '../../client/index.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import classes from '../../features/audit/audit.module.css';
import { ChoicesPanel } from './choices-panel.tsx';
import { useListName } from './use-list-name.ts';

const ELSEWHERE = {
  pipelines: paths.pipelines,
  serviceLevels: paths.serviceLevels,
  company: paths.company,
} as const;

/** The lists that shipped fields are chosen from; each opens beside the page. */
export function ChoicesPage() {
  const { t } = useTranslation('choices');
  const [search, setSearch] = useSearchParams();
  const lists = useRoute(routes.choices.choiceLists);
  const open = (list: string | null): void =>
    setSearch(list === null ? {} : { list }, { replace: list === null });
  const opened = lists.data?.items.find(({ list, lock }) => list === search.get('list') && lock === null);
  return (
    <>
      <PageHeader title={t('title')} meta={t('hint')} />
      <div className={classes.page}>
        <Loaded query={lists}>
          {({ items }) => (
            <ul className={classes.list} aria-label={t('title')}>
              {items.map((list) => (
                <ListRow key={list.list} list={list} onOpen={() => open(list.list)} />
              ))}
            </ul>
          )}
        </Loaded>
      </div>
      {opened && (
        <ChoicesPanel key={`${opened.list}:${opened.version}`} list={opened} onClose={() => open(null)} />
      )}
    </>
  );
}

function ListRow({ list, onOpen }: { readonly list: ChoiceList; readonly onOpen: () => void }) {
  const { t } = useTranslation('choices');
  const name = useListName()(list);
  const off = list.choices.filter((choice) => !choice.active).length;
  const { lock } = list;
  const facts = [
    t('count', { count: list.choices.length - off }),
    off > 0 && t('offCount', { count: off }),
    lock === null && !list.takesMore && t('fixed'),
    lock !== null && t(`locks.${lock}`),
  ];
  return (
    <li className={classes.row}>
      <div className={classes.facts}>
        {lock === null ? (
          <UnstyledButton fw={500} onClick={onOpen}>
            {name}
          </UnstyledButton>
        ) : lock !== 'computed' ? (
          <Link to={ELSEWHERE[lock]()}>{name}</Link>
        ) : (
          <span>{name}</span>
        )}
        <span className={classes.dim}>{facts.filter(Boolean).join(' · ')}</span>
      </div>
    </li>
  );
}
