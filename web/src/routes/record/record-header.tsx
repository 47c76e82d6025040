import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { routes, type EntityMeta, type RecordView } from '#contract';
import { paths } from '../../app/paths.ts';
import { useAction } from '../../client/index.ts';
import { FollowButtons } from '../../features/collaboration/follow-buttons.tsx';
import { offerUndo } from '../../features/lists/offer-undo.tsx';
import { TagsRow } from '../../features/collaboration/tags-row.tsx';
import { QuoteStatusBar } from '../../features/sales/quote-status-bar.tsx';
import { StagePath } from '../../features/sales/stage-path.tsx';
import { RecordPresence } from '../../features/records/record-presence.tsx';
import { StatusBar } from '../../features/records/status-bar.tsx';
import { SlaBadge } from '../../features/service/sla-badge.tsx';
import { useLocalized } from '../../i18n/use-locale.ts';
import { ConfirmPanel } from '../../ui/confirm-panel.tsx';
import { EntityIcon } from '../../ui/entity-icon.tsx';
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { RecordMenu } from './record-menu.tsx';
import classes from './record-header.module.css';

interface RecordHeaderProps {
  readonly meta: EntityMeta;
  readonly record: RecordView;
}

/** Deals and leads go along the stages of a pipeline. */
function isStaged(entity: string): boolean {
  return entity === 'deal' || entity === 'lead';
}

/** Number, title, owner, and the stages. */
export function RecordHeader({ meta, record }: RecordHeaderProps) {
  const { t } = useTranslation('records');
  const localized = useLocalized();
  const navigate = useNavigate();
  const [deleting, setDeleting] = useState(false);
  usePageTitle([record.number, record.title].filter(Boolean).join(' '));
  // Pressed while another page is on the screen already: the query client outlives this header.
  const restore = useAction(routes.audit.restoreRecord, {
    invalidate: [
      routes.records.listRecords,
      routes.records.recordGroups,
      routes.records.related,
      routes.records.relations,
      routes.audit.bin,
    ],
    onSuccess: () => void navigate(paths.record(meta.entity, record.id)),
  });
  const remove = useAction(routes.records.deleteRecord, {
    invalidate: [
      routes.records.listRecords,
      routes.records.recordGroups,
      routes.records.related,
      routes.records.relations,
    ],
    onSuccess: () => {
      offerUndo({
        id: `deleted-${record.id}`,
        message: t('page.deleted', { name: record.title }),
        undo: t('page.takeOut'),
        onUndo: () => restore.run({ params: { entity: meta.entity, id: record.id } }),
      });
      void navigate(paths.records(meta.entity), { replace: true });
    },
  });
  const status = meta.fields.find((field) => field.key === meta.statusField);
  const owner = record.links['owner'];
  return (
    <header className={classes.root}>
      <nav className={classes.crumbs} aria-label={localized(meta.pluralLabel)}>
        <Link to={paths.records(meta.entity)}>{localized(meta.pluralLabel)}</Link>
        {record.number && (
          <>
            <span aria-hidden>/</span>
            <span>{record.number}</span>
          </>
        )}
      </nav>
      <div className={classes.line}>
        <span className={classes.icon}>
          <EntityIcon entity={meta.entity} size={20} />
        </span>
        <h1 className={classes.title}>{record.title}</h1>
        {record.entity === 'ticket' && <SlaBadge record={record} />}
        <RecordPresence record={record} />
        {owner && (
          <span className={classes.owner}>
            <PersonAvatar person={{ id: owner.id, name: owner.title }} size={22} withName />
          </span>
        )}
        <FollowButtons record={record} />
        <RecordMenu record={record} onDelete={() => setDeleting(true)} />
      </div>
      {isStaged(record.entity) ? (
        <StagePath meta={meta} record={record} />
      ) : (
        status &&
        (record.entity === 'quote' ? (
          <QuoteStatusBar field={status} record={record} />
        ) : (
          <StatusBar field={status} record={record} />
        ))
      )}
      {record.entity !== 'activity' && <TagsRow record={record} />}
      {!record.rights.edit && <p className={classes.note}>{t('page.readOnly')}</p>}
      {deleting && (
        <ConfirmPanel
          danger
          title={t('page.deleteTitle', { name: record.title })}
          message={t('page.deleteMessage')}
          confirmLabel={t('page.delete')}
          pending={remove.pending}
          onConfirm={() => remove.run({ params: { entity: meta.entity, id: record.id } })}
          onClose={() => setDeleting(false)}
        />
      )}
    </header>
  );
}
