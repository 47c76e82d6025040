import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { useRoute } from '../../client/index.ts';
import { paths } from '../paths.ts';
import { RailLink } from './rail-link.tsx';
import classes from './rail.module.css';

/** More would push everything else out of the rail; the palette finds the others. */
const SHOWN_MAX = 12;

/** Records that the person keeps at hand. */
export function RailFavorites({ collapsed }: { readonly collapsed: boolean }) {
  const { t } = useTranslation('shell');
  const favorites = useRoute(routes.collaboration.favorites, {}).data?.items ?? [];
  if (favorites.length === 0) return null;
  return (
    <div className={classes.section}>
      {!collapsed && <div className={classes.label}>{t('nav.favorites')}</div>}
      <ul className={classes.list} aria-label={t('nav.favorites')}>
        {favorites.slice(0, SHOWN_MAX).map(({ entity, id, title }) => (
          <li key={id}>
            <RailLink
              item={{ key: id, label: title, to: paths.record(entity, id), entity }}
              collapsed={collapsed}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}
