import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { routes, type ExportRun } from '#contract';
import { useAction, useRoute } from '../../client/index.ts';
import classes from '../../features/audit/audit.module.css';
import { useEntity } from '../../features/records/use-entity.ts';
import { formatDateTime, formatNumber } from '../../i18n/formats.ts';
import { workListOf } from '../../features/lists/work-list-of.ts';
import { useLocale, useLocalized } from '../../i18n/use-locale.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import { Section } from '../../ui/section.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';

/** What was taken out and is unusual, until an administrator has looked into it. */
export function UnusualExports() {
  const { t } = useTranslation('security');
  const runs = useRoute(routes.exportGuard.exportRuns, { query: { unusual: 'true' } });
  return (
    <Loaded query={runs}>
      {({ items }) => (
        <Section title={t('exports.unusual')} count={items.filter((item) => item.seen === null).length}>
          {items.length === 0 && <p className={classes.dim}>{t('exports.none')}</p>}
          <ul className={classes.list} aria-label={t('exports.unusual')}>
            {items.map((item) => (
              <RunRow key={item.id} item={item} />
            ))}
          </ul>
        </Section>
      )}
    </Loaded>
  );
}

const WORK_NAMES = { user_task: 'tasks', process_instance: 'instances' } as const;

function RunRow({ item }: { readonly item: ExportRun }) {
  const { t } = useTranslation(['security', 'shell']);
  const locale = useLocale();
  const localized = useLocalized();
  const meta = useEntity(item.entity);
  const mark = useAction(routes.exportGuard.exportSeen, { invalidate: [routes.exportGuard.exportRuns] });
  const work = workListOf(item.entity);
  const everything = work ? t(`shell:nav.${WORK_NAMES[work]}`) : t('security:exports.everything');
  const what = meta ? localized(meta.pluralLabel) : everything;
  const at = formatDateTime(locale, item.at);
  const { seen } = item;
  return (
    <li className={classes.row}>
      <div className={classes.facts}>
        <PersonAvatar person={item.person} size={22} withName />
        <span>{t('exports.what', { what, rows: formatNumber(locale, item.rows), at })}</span>
        <span className={classes.dim}>
          {item.reasons.map((reason) => t(`exports.reasons.${reason}`)).join(' · ')}
        </span>
      </div>
      {seen === null ? (
        <Button
          size="compact-sm"
          loading={mark.pending}
          aria-label={t('exports.seenOf', { name: item.person.name, at })}
          onClick={() => mark.run({ params: { id: item.id } })}
        >
          {t('exports.seen')}
        </Button>
      ) : (
        <StatusBadge plain tone="done" label={t('exports.seenBy', { name: seen.by.name })} />
      )}
    </li>
  );
}
