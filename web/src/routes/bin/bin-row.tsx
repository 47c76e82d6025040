import { Button, Checkbox } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { routes, type BinItem, type EntityMeta, type TakenOut } from '#contract';
import { useAction, useRefusalWords } from '../../client/index.ts';
import classes from '../../features/audit/audit.module.css';
import { useLocalized } from '../../i18n/use-locale.ts';
import { EntityIcon } from '../../ui/entity-icon.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';

interface BinRowProps {
  readonly item: BinItem;
  readonly meta: EntityMeta | undefined;
  readonly isPicked: boolean;
  /** Why it stayed when several were taken out. */
  readonly refusal: TakenOut['refusal'];
  readonly onPick: (isPicked: boolean) => void;
}

/** What was deleted, when and by whom, with the way back. */
export function BinRow({ item, meta, isPicked, refusal, onPick }: BinRowProps) {
  const { t } = useTranslation('audit');
  const localized = useLocalized();
  const refusalWords = useRefusalWords();
  const restore = useAction(routes.audit.restoreRecord, {
    invalidate: [routes.audit.bin, routes.records.listRecords],
    onSuccess: () =>
      notifications.show({ message: t('bin.restored', { name: item.title }), color: 'accent' }),
  });
  return (
    <li className={classes.row}>
      <Checkbox
        aria-label={t('bin.pick', { name: item.title })}
        checked={isPicked}
        onChange={(event) => onPick(event.currentTarget.checked)}
      />
      <EntityIcon entity={item.entity} size={18} />
      <div className={classes.facts} style={{ flex: 1 }}>
        <span>{item.title}</span>
        <span className={classes.dim}>
          {meta && localized(meta.label)} · {t('bin.deleted')} <RelativeTime at={item.deletedAt} />{' '}
          {item.deletedBy && t('bin.by', { name: item.deletedBy.name })}
        </span>
        {refusal && <span className={classes.refusal}>{refusalWords(refusal)}</span>}
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
