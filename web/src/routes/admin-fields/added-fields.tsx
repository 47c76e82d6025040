import { ActionIcon, Button } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPencil } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { routes, type CustomField, type EntityMeta } from '#contract';
import { useAction, useRoute } from '../../client/index.ts';
import { formatDate } from '../../i18n/formats.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/section.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import classes from './fields.module.css';

interface AddedFieldsProps {
  readonly meta: EntityMeta;
  readonly onOpen: (field: CustomField | null) => void;
}

const STALE = [routes.customFields.customFields, routes.records.entities];
const INDEX_TONE = { wanted: 'waiting', building: 'running', ready: 'done', failed: 'failed' } as const;
/** An index is built beside the request; its state is asked for while there is one under way. */
const INDEX_POLL_MS = 2_000;
const KEPT_MS = 30 * 86_400_000;

/** Fields of one kind of record that were added, in their order, and those that were dropped. */
export function AddedFields({ meta, onOpen }: AddedFieldsProps) {
  const { t } = useTranslation('fields');
  const params = { entity: meta.entity };
  const fields = useRoute(routes.customFields.customFields, { params });
  const isBuilding = fields.data?.items.some(({ indexState }) => ['wanted', 'building'].includes(indexState));
  useRoute(
    routes.customFields.customFields,
    { params },
    { enabled: isBuilding ?? false, refetchInterval: INDEX_POLL_MS },
  );
  const reorder = useAction(routes.customFields.reorderFields, { invalidate: STALE });
  const move = (items: readonly CustomField[], at: number, by: number): void => {
    const ids = items.map((field) => field.id);
    const [moved] = ids.splice(at, 1);
    if (moved) ids.splice(at + by, 0, moved);
    reorder.run({ params, body: { ids } });
  };
  return (
    <Loaded query={fields}>
      {({ items }) => {
        const living = items.filter((field) => field.droppedAt === null);
        const dropped = items.filter((field) => field.droppedAt !== null);
        return (
          <>
            <Section
              title={t('added')}
              count={living.length}
              actions={
                <Button size="compact-sm" variant="filled" onClick={() => onOpen(null)}>
                  {t('newField')}
                </Button>
              }
            >
              {living.length === 0 && <EmptyState compact title={t('none')} message={t('noneHint')} />}
              <ul className={classes.list}>
                {living.map((field, at) => (
                  <FieldRow
                    key={field.id}
                    field={field}
                    onUp={at > 0 ? () => move(living, at, -1) : null}
                    onDown={at < living.length - 1 ? () => move(living, at, 1) : null}
                    onEdit={() => onOpen(field)}
                  />
                ))}
              </ul>
            </Section>
            {dropped.length > 0 && <DroppedFields fields={dropped} />}
          </>
        );
      }}
    </Loaded>
  );
}

interface FieldRowProps {
  readonly field: CustomField;
  readonly onUp: (() => void) | null;
  readonly onDown: (() => void) | null;
  readonly onEdit: () => void;
}

function FieldRow({ field, onUp, onDown, onEdit }: FieldRowProps) {
  const { t } = useTranslation('fields');
  const name = useName()(field);
  const { indexState, indexProblem } = field;
  return (
    <li className={classes.row}>
      <span className={classes.name}>{name}</span>
      {indexState !== 'none' && (
        <StatusBadge
          plain
          tone={INDEX_TONE[indexState]}
          label={t(`index.${indexState}`, { problem: indexProblem ?? '' })}
        />
      )}
      <code className={classes.dim}>{field.key}</code>
      <span className={classes.dim}>{t(`types.${field.type}`)}</span>
      <ActionIcon aria-label={t('up', { field: name })} disabled={!onUp} onClick={() => onUp?.()}>
        <IconArrowUp size={16} />
      </ActionIcon>
      <ActionIcon aria-label={t('down', { field: name })} disabled={!onDown} onClick={() => onDown?.()}>
        <IconArrowDown size={16} />
      </ActionIcon>
      <ActionIcon aria-label={t('edit', { field: name })} onClick={onEdit}>
        <IconPencil size={16} />
      </ActionIcon>
    </li>
  );
}

function DroppedFields({ fields }: { readonly fields: readonly CustomField[] }) {
  const { t } = useTranslation('fields');
  const locale = useLocale();
  const nameOf = useName();
  const restore = useAction(routes.customFields.restoreField, { invalidate: STALE });
  const until = (at: string): string => formatDate(locale, new Date(Date.parse(at) + KEPT_MS));
  return (
    <Section title={t('dropped')} count={fields.length}>
      <ul className={classes.list}>
        {fields.map((field) => (
          <li key={field.id} className={classes.row}>
            <span className={classes.name}>
              {nameOf(field)}{' '}
              <span className={classes.dim}>{t('droppedHint', { at: until(field.droppedAt ?? '') })}</span>
            </span>
            <Button
              size="compact-sm"
              aria-label={t('restoreOf', { field: nameOf(field) })}
              onClick={() => restore.run({ params: { id: field.id } })}
            >
              {t('restore')}
            </Button>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function useName(): (field: CustomField) => string {
  const locale = useLocale();
  return (field) => (locale === 'ru' ? field.labelRu : field.labelEn);
}
