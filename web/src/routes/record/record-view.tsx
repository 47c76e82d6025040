import { Tabs } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityMeta, RecordView as Record } from '#contract';
import { FieldSections } from '../../features/records/field-sections.tsx';
import { LinesBlock } from '../../features/sales/lines-block.tsx';
import { PriceRulesBlock } from '../../features/sales/price-rules-block.tsx';
import { Timeline } from '../../features/timeline/timeline.tsx';
import { usePageActions } from '../../ui/actions/page-actions.ts';
import { RecordHeader } from './record-header.tsx';
import { NextThing, RecordSide } from './record-side.tsx';
import classes from './record-view.module.css';

/** What is sold stands above what happened. */
const WITH_LINES: readonly string[] = ['deal', 'quote', 'order'];

/** Where there is no room for columns. */
const TABS = ['timeline', 'fields', 'related'] as const;

interface RecordViewProps {
  readonly meta: EntityMeta;
  readonly record: Record;
}

/** Fields, timeline, and what is connected: three columns, or three tabs where there is no room. */
export function RecordView({ meta, record }: RecordViewProps) {
  const { t } = useTranslation('records');
  const narrow = useMediaQuery('(max-width: 68em)', false, { getInitialValueInEffect: false });
  const fields = <FieldSections meta={meta} record={record} />;
  const timeline = (
    <>
      {WITH_LINES.includes(record.entity) && <LinesBlock record={record} />}
      {record.entity === 'price_list' && <PriceRulesBlock record={record} />}
      <Timeline record={record} />
    </>
  );
  const next = <NextThing record={record} />;
  const side = <RecordSide record={record} />;
  const [tab, setTab] = useState<string | null>('timeline');
  usePageActions(
    TABS.map(
      (name) =>
        narrow &&
        name !== tab && {
          name: `show-${name}`,
          label: t('page.show', { tab: t(`page.${name}`) }),
          run: () => setTab(name),
        },
    ),
  );
  return (
    <div className={classes.page}>
      <RecordHeader meta={meta} record={record} />
      {narrow ? (
        <Tabs value={tab} onChange={setTab} className={classes.tabs} keepMounted={false}>
          <Tabs.List className={classes.tabList}>
            {TABS.map((name) => (
              <Tabs.Tab key={name} value={name}>
                {t(`page.${name}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value="timeline" className={classes.panel}>
            {next}
            {timeline}
          </Tabs.Panel>
          <Tabs.Panel value="fields" className={classes.panel}>
            {fields}
          </Tabs.Panel>
          <Tabs.Panel value="related" className={classes.panel}>
            {side}
          </Tabs.Panel>
        </Tabs>
      ) : (
        <div className={classes.columns}>
          <div className={classes.left} role="region" aria-label={t('page.fields')} tabIndex={0}>
            {fields}
          </div>
          <div className={classes.centre} role="region" aria-label={t('page.timeline')} tabIndex={0}>
            {timeline}
          </div>
          <div className={classes.right} role="region" aria-label={t('page.related')} tabIndex={0}>
            {next}
            {side}
          </div>
        </div>
      )}
    </div>
  );
}
