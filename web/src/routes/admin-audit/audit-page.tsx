import { Button, NativeSelect, TextInput } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { usePages, useRoute } from '../../client/index.ts';
import classes from '../../features/audit/audit.module.css';
import { useLocalized } from '../../i18n/use-locale.ts';
import { dateFormat } from '../../ui/date-values.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { UserPicker } from '../../ui/pickers/user-picker.tsx';
import { RowsSkeleton } from '../../ui/skeletons.tsx';
import { AuditRow } from './audit-row.tsx';
import { VerifyPanel } from './verify-panel.tsx';
import { ActionButton } from '../../ui/actions/action-button.tsx';

/** Kinds of things that happen beside records. */
const OTHER_KINDS = [
  'role',
  'field',
  'entity',
  'department',
  'position',
  'substitution',
  'team',
  'territory',
  'pipeline',
  'choice_list',
  'company',
  'distribution_rule',
  'distribution_person',
  'working_calendar',
  'sla_policy',
  'lifecycle_rule',
  'measure_setting',
  'webhook',
  'web_form',
  'mail_setting',
  'mail_template',
  'full_export',
] as const;
const TYPING_MS = 300;
const DAY_MS = 86_400_000;

/** A day as it begins here; `after` gives the one behind it. */
function instantOf(day: string | null, after = 0): string | undefined {
  return day === null ? undefined : new Date(new Date(`${day}T00:00:00`).getTime() + after).toISOString();
}

/** Everything that happened, for administrators: who, what, when, from what to what. */
export function AuditPage() {
  const { t } = useTranslation('audit');
  const localized = useLocalized();
  const [actorId, setActor] = useState<string | null>(null);
  const [entity, setEntity] = useState('');
  const [text, setText] = useState('');
  const [days, setDays] = useState<{ from: string | null; to: string | null }>({ from: null, to: null });
  const [verifying, setVerifying] = useState(false);
  const [q] = useDebouncedValue(text.trim(), TYPING_MS);
  const entities = useRoute(routes.records.entities).data?.items ?? [];
  const found = usePages(
    routes.audit.audit,
    {
      query: {
        actorId: actorId ?? undefined,
        entity: entity || undefined,
        q: q || undefined,
        from: instantOf(days.from),
        to: instantOf(days.to, DAY_MS),
      },
    },
    { keepPrevious: true },
  );
  const items = found.data?.pages.flatMap((page) => page.items);
  return (
    <>
      <PageHeader
        title={t('audit.title')}
        meta={t('audit.hint')}
        actions={
          <ActionButton
            action={{ name: 'verify', label: t('audit.verify'), run: () => setVerifying(true) }}
          />
        }
      />
      <div className={classes.page}>
        <div className={classes.filters}>
          <UserPicker label={t('audit.person')} value={actorId} onChange={setActor} />
          <NativeSelect
            label={t('audit.entity')}
            value={entity}
            data={[
              { value: '', label: t('audit.any') },
              ...entities
                .filter((meta) => !meta.isDirectory)
                .map((meta) => ({ value: meta.entity, label: localized(meta.pluralLabel) })),
              ...OTHER_KINDS.map((kind) => ({ value: kind, label: t(`audit.shipped.${kind}`) })),
            ]}
            onChange={(event) => setEntity(event.currentTarget.value)}
          />
          <TextInput
            label={t('audit.search')}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          {(['from', 'to'] as const).map((key) => (
            <DateInput
              key={key}
              clearable
              label={t(`audit.${key}`)}
              valueFormat={dateFormat}
              value={days[key]}
              onChange={(day) => setDays({ ...days, [key]: day })}
            />
          ))}
        </div>
        {!items && found.error && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
        {!items && !found.error && <RowsSkeleton rows={8} />}
        {items?.length === 0 && <EmptyState compact title={t('audit.empty')} />}
        <ul className={classes.list} aria-label={t('audit.title')}>
          {items?.map((item) => (
            <AuditRow key={item.id} item={item} entities={entities} />
          ))}
        </ul>
        {found.hasNextPage && (
          <Button mt="md" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            {t('audit.more')}
          </Button>
        )}
      </div>
      {verifying && <VerifyPanel onClose={() => setVerifying(false)} />}
    </>
  );
}
