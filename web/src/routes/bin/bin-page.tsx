import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { routes, type BinItem } from '#contract';
import { useAction, useRoute } from '../../client/index.ts';
import classes from '../../features/audit/audit.module.css';
import { useLocalized } from '../../i18n/use-locale.ts';
import { paths } from '../../app/paths.ts';
import { Sample } from '../../features/help/sample.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { EntityIcon } from '../../ui/entity-icon.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';

/** What was deleted and can be taken out again. */
export function BinPage() {
  const { t } = useTranslation('audit');
  const bin = useRoute(routes.audit.bin, { query: {} });
  return (
    <>
      <PageHeader
        title={t('bin.title')}
        meta={bin.data && t('bin.hint', { count: bin.data.keptDays })}
        icon={<IconTrash size={20} />}
      />
      <div className={classes.page}>
        <Loaded query={bin}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState
                title={t('bin.empty')}
                message={t('bin.emptyHint')}
                action={
                  <Button component={Link} to={paths.home()}>
                    {t('bin.toHome')}
                  </Button>
                }
                sample={<Sample of="deleted" />}
              />
            ) : (
              <ul className={classes.list} aria-label={t('bin.title')}>
                {items.map((item) => (
                  <BinRow key={`${item.entity}:${item.id}`} item={item} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </div>
    </>
  );
}

function BinRow({ item }: { readonly item: BinItem }) {
  const { t } = useTranslation('audit');
  const localized = useLocalized();
  const entities = useRoute(routes.records.entities, {}, { staleTime: 300_000 }).data?.items ?? [];
  const meta = entities.find((one) => one.entity === item.entity);
  const restore = useAction(routes.audit.restoreRecord, {
    invalidate: [routes.audit.bin, routes.records.listRecords],
    onSuccess: () =>
      notifications.show({ message: t('bin.restored', { name: item.title }), color: 'accent' }),
  });
  return (
    <li className={classes.row}>
      <EntityIcon entity={item.entity} size={18} />
      <div className={classes.facts} style={{ flex: 1 }}>
        <span>{item.title}</span>
        <span className={classes.dim}>
          {meta && localized(meta.label)} · {t('bin.deleted')} <RelativeTime at={item.deletedAt} />{' '}
          {item.deletedBy && t('bin.by', { name: item.deletedBy.name })}
        </span>
      </div>
      <Button
        size="compact-sm"
        aria-label={t('bin.restoreOf', { name: item.title })}
        loading={restore.pending}
        onClick={() => restore.run({ params: { entity: item.entity, id: item.id } })}
      >
        {t('bin.restore')}
      </Button>
    </li>
  );
}
