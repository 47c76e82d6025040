import { Link } from 'react-router';
import type { EntityMeta, RecordView } from '#contract';
import { paths } from '../../app/paths.ts';
import { useLocalized } from '../../i18n/use-locale.ts';
import { EntityIcon } from '../../ui/entity-icon.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { optionOf } from './field-values.ts';
import classes from './related-list.module.css';

interface RelatedRowProps {
  readonly meta: EntityMeta;
  readonly record: RecordView;
}

export function RelatedRow({ meta, record }: RelatedRowProps) {
  const localized = useLocalized();
  const status = meta.fields.find((field) => field.key === meta.statusField);
  const option = status && optionOf(status, String(record.fields[status.key]));
  const at = record.fields['plannedStart'] ?? record.createdAt;
  return (
    <li className={classes.row}>
      <EntityIcon entity={record.entity} size={15} />
      <div className={classes.main}>
        <Link to={paths.record(record.entity, record.id)} className={classes.title}>
          {record.title}
        </Link>
        <div className={classes.facts}>
          {record.number && <span>{record.number}</span>}
          {option && <StatusBadge plain tone={option.tone} label={localized(option.label)} />}
          {typeof at === 'string' && <RelativeTime at={at} />}
        </div>
      </div>
    </li>
  );
}
