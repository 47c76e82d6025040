import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { InstanceCard } from '#contract';
import { paths } from '../../app/paths.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { RecordLink } from '../../ui/record-link.tsx';
import { CardSection } from '../tasks/card-section.tsx';
import { InstanceStatus } from './instance-status.tsx';
import { useKindWord } from './use-parameter-label.ts';
import classes from './related-tab.module.css';

/** Records that the instance works on, the process that called it and the ones that it called. */
export function RelatedTab({ card }: { readonly card: InstanceCard }) {
  const { t } = useTranslation('instance');
  const kindOf = useKindWord();
  if (card.records.length + card.children.length === 0 && !card.parent) {
    return <EmptyState compact title={t('related.empty')} />;
  }
  return (
    <div className={classes.related}>
      {card.records.length > 0 && (
        <CardSection title={t('related.records')}>
          <ul className={classes.list}>
            {card.records.map((record) => (
              <li key={record.variable} className={classes.item}>
                <RecordLink record={record} />
                <span className={classes.dim} title={record.variable}>
                  {kindOf(record.entity) ?? record.variable}
                </span>
              </li>
            ))}
          </ul>
        </CardSection>
      )}
      {card.parent && (
        <CardSection title={t('related.calledBy')}>
          <Link to={paths.instance(card.parent.id)}>{card.parent.processName}</Link>
        </CardSection>
      )}
      {card.children.length > 0 && (
        <CardSection title={t('related.called')}>
          <ul className={classes.list}>
            {card.children.map((child) => (
              <li key={child.id} className={classes.item}>
                <Link to={paths.instance(child.id)}>{child.processName}</Link>
                <InstanceStatus status={child.status} incidents={0} />
              </li>
            ))}
          </ul>
        </CardSection>
      )}
    </div>
  );
}
