import { useTranslation } from 'react-i18next';
import type { RecordView } from '#contract';
import { useMe } from '../../app/me-context.ts';
import { usePresence } from '../../client/index.ts';
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import classes from './record-presence.module.css';

const FACES_MAX = 4;

interface RecordPresenceProps {
  readonly record: RecordView;
}

/** The others who have the record open; who is changing it is named. Nobody is locked out: what collides is asked for. */
export function RecordPresence({ record }: RecordPresenceProps) {
  const { t } = useTranslation('records');
  const me = useMe();
  const others = usePresence({ kind: 'record', entity: record.entity, id: record.id }).filter(
    (person) => person.id !== me.user.id,
  );
  const editors = others.filter((person) => person.isEditing).map((person) => person.name);
  if (others.length === 0) return null;
  return (
    <div className={classes.root} role="status">
      {others.slice(0, FACES_MAX).map((person) => (
        <span key={person.id} className={classes.face} data-editing={person.isEditing || undefined}>
          <PersonAvatar person={person} size={24} />
        </span>
      ))}
      {others.length > FACES_MAX && <span className={classes.words}>+{others.length - FACES_MAX}</span>}
      {editors.length > 0 && (
        <span className={classes.words}>
          {t('presence.editing', { count: editors.length, names: editors.join(', ') })}
        </span>
      )}
    </div>
  );
}
