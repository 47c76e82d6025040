import { Link } from 'react-router';
import type { RecordLink as RecordLinkView } from '#contract';
import { paths } from '../app/paths.ts';
import { EntityIcon } from './entity-icon.tsx';
import classes from './record-link.module.css';

interface RecordLinkProps {
  readonly record: RecordLinkView;
  readonly icon?: boolean;
  /** Where there is room for more than a line. */
  readonly wrap?: boolean;
}

/** A record as a link, with the picture of its kind. */
export function RecordLink({ record, icon = true, wrap = false }: RecordLinkProps) {
  return (
    <Link
      className={classes.link}
      to={paths.record(record.entity, record.id)}
      title={record.title}
      data-wrap={wrap || undefined}
    >
      {icon && <EntityIcon entity={record.entity} size={15} />}
      <span className={classes.title}>{record.title}</span>
    </Link>
  );
}
