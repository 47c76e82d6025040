import { ActionIcon, Menu } from '@mantine/core';
import { IconArrowRight, IconSitemap } from '@tabler/icons-react';
import type { DragEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { EntityMeta, FieldMeta, RecordView, RunningOnRecord } from '#contract';
import { paths } from '../../app/paths.ts';
import { useLocalized } from '../../i18n/use-locale.ts';
import { FieldValue } from '../records/field-value.tsx';
import { currencyOf, isBlank } from '../records/field-values.ts';
import { SlaBadge } from '../service/sla-badge.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { useProductNow } from '../../ui/product-clock.ts';
import { type BoardColumnOption, WITHOUT_VALUE } from './board-columns.ts';
import classes from './lists.module.css';

interface BoardCardProps {
  readonly meta: EntityMeta;
  readonly field: FieldMeta;
  readonly options: readonly BoardColumnOption[];
  readonly record: RecordView;
  /** Which processes work on it, where there are any. */
  readonly running: RunningOnRecord | undefined;
  readonly onMove: (to: string) => void;
  readonly onDragStart: (event: DragEvent) => void;
}

/** Facts on a card, where the kind of record has them: the light of the next activity is one of them. */
const FACTS = ['account', 'amount', 'priority', 'attention', 'expectedClose', 'dueAt', 'owner'];

export function BoardCard({ meta, field, options, record, running, onMove, onDragStart }: BoardCardProps) {
  const { t } = useTranslation('lists');
  const localized = useLocalized();
  const editable = record.rights.edit && !field.readOnly;
  const facts = FACTS.flatMap((key) =>
    meta.fields.filter((one) => one.key === key && key !== field.key),
  ).filter((one) => !isBlank(record.fields[one.key]));
  return (
    <li className={classes.card} draggable={editable} data-card={record.id} onDragStart={onDragStart}>
      <div className={classes.cardHead}>
        <Link to={paths.record(record.entity, record.id)} className={classes.cardTitle} draggable={false}>
          {record.title}
        </Link>
        {editable && (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon size={24} aria-label={t('board.move', { name: record.title })}>
                <IconArrowRight size={14} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {options
                .filter(
                  (option) => option.isOpen && option.value !== (record.fields[field.key] ?? WITHOUT_VALUE),
                )
                .map((option) => (
                  <Menu.Item key={option.value} onClick={() => onMove(option.value)}>
                    {localized(option.label)}
                  </Menu.Item>
                ))}
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
      <div className={classes.cardFacts}>
        {facts.map((one) => (
          <span key={one.key}>
            <FieldValue
              field={one}
              value={record.fields[one.key]}
              link={record.links[one.key]}
              currency={currencyOf(one, record.fields)}
              dense
            />
          </span>
        ))}
        {record.entity === 'ticket' && <SlaBadge record={record} />}
        {running && <ProcessBadge running={running} />}
      </div>
    </li>
  );
}

/** The step at which a process waits, with its clock: when it is due, else since when; and how many others there are. */
function ProcessBadge({ running: { running, step } }: { readonly running: RunningOnRecord }) {
  const { t } = useTranslation('lists');
  const now = useProductNow();
  if (!step)
    return (
      <span>
        <IconSitemap size={13} aria-hidden /> {t('board.processes', { count: running })}
      </span>
    );
  const isLate = step.dueAt !== null && new Date(step.dueAt) < now;
  return (
    <span className={classes.step}>
      <IconSitemap size={13} aria-hidden />
      <span>{step.name}</span>
      <span className={classes.stepClock} data-late={isLate || undefined}>
        {step.dueAt === null ? t('board.since') : t(isLate ? 'board.late' : 'board.due')}{' '}
        <RelativeTime at={step.dueAt ?? step.since} late={isLate} />
      </span>
      {running > 1 && <span>{t('board.others', { count: running - 1 })}</span>}
    </span>
  );
}
