import { useTranslation } from 'react-i18next';
import { routes, type RecordView } from '#contract';
import { useRoute } from '../../client/index.ts';
import { RecordLink } from '../../ui/record-link.tsx';
import { Section } from '../../ui/section.tsx';
import classes from './related-list.module.css';

/** What an activity is about: the records of its fields, and of any other kind. */
export function AboutBlock({ activity }: { readonly activity: RecordView }) {
  const { t } = useTranslation('records');
  const about = useRoute(routes.records.activityAbout, { params: { id: activity.id } });
  const items = about.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Section title={t('related.about')} count={items.length}>
      <ul className={classes.list}>
        {items.map((item) => (
          <li key={`${item.entity}:${item.id}`} className={classes.row}>
            <div className={classes.main}>
              <RecordLink record={item} />
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}
