import { useTranslation } from 'react-i18next';
import type { Person } from '#contract';
import classes from './person-avatar.module.css';

/** Hues that keep contrast with their words in both schemes; chosen by the person, stable everywhere. */
const HUES = [256, 205, 165, 35, 340, 300, 130, 15];

function hueOf(id: string): number {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + character.charCodeAt(0)) % 9973;
  return HUES[sum % HUES.length] ?? 256;
}

function initials(name: string): string {
  const parts = name.trim().split(/\s+/);
  return `${parts[0]?.[0] ?? ''}${parts.length > 1 ? (parts.at(-1)?.[0] ?? '') : ''}`;
}

interface PersonAvatarProps {
  readonly person: Person | null;
  readonly size?: number;
  /** The name beside the circle. */
  readonly withName?: boolean;
}

export function PersonAvatar({ person, size = 20, withName }: PersonAvatarProps) {
  const { t } = useTranslation();
  const name = person?.name ?? t('words.nobody');
  return (
    <span className={classes.root} title={withName ? undefined : name}>
      <span
        className={classes.circle}
        data-empty={person ? undefined : true}
        style={{ '--size': `${size}px`, '--hue': person ? hueOf(person.id) : 0 }}
        aria-hidden={withName || undefined}
        {...(withName ? {} : { role: 'img', 'aria-label': name })}
      >
        {person ? initials(person.name) : '–'}
      </span>
      {withName && <span className={classes.name}>{name}</span>}
    </span>
  );
}
