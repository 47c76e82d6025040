import { MultiSelect, Select, TagsInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { routes, type FieldMeta, type FilterCondition } from '#contract';
import { useRoute } from '../../../client/index.ts';
import { useLocalized } from '../../../i18n/use-locale.ts';
import { FieldInput } from '../field-input.tsx';
import { SPANS, takesMany } from './operators.ts';
import { DayValue } from './relative-day.tsx';

interface ConditionValueProps {
  readonly field: FieldMeta;
  readonly condition: FilterCondition;
  readonly onChange: (value: unknown) => void;
}

const TAGS = 'tags';

/** What a condition compares with, by the field's type and the operator. */
export function ConditionValue({ field, condition, onChange }: ConditionValueProps) {
  const { t } = useTranslation('records');
  const { operator, value } = condition;
  if (operator === 'within')
    return (
      <Select
        aria-label={t('filter.value')}
        searchable
        data={SPANS.map((span) => ({ value: span, label: t(`filter.spans.${spanKey(span)}`) }))}
        value={typeof value === 'string' ? value : null}
        onChange={onChange}
      />
    );
  if (takesMany(operator)) return <ManyValues field={field} condition={condition} onChange={onChange} />;
  if (operator === 'between') {
    const [from, to] = Array.isArray(value) ? (value as unknown[]) : [];
    return (
      <div style={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 8 }}>
        <OneValue field={field} value={from} onChange={(next) => onChange([next, to])} />
        <OneValue field={field} value={to} onChange={(next) => onChange([from, next])} />
      </div>
    );
  }
  return <OneValue field={field} value={value} onChange={onChange} />;
}

/** Keys of texts have no colon. */
export function spanKey(span: (typeof SPANS)[number]) {
  return span.replace(':', '') as
    | Exclude<(typeof SPANS)[number], `${string}:${string}`>
    | 'last7'
    | 'last30'
    | 'last90'
    | 'next7'
    | 'next30';
}

function OneValue({
  field,
  value,
  onChange,
}: {
  readonly field: FieldMeta;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}) {
  // An instant is compared with a day: nobody filters by the minute.
  if (field.type === 'date' || field.type === 'dateTime')
    return <DayValue field={field} value={value} onChange={onChange} />;
  const type = field.type === 'longText' ? 'text' : field.type;
  return <FieldInput field={{ ...field, type, required: false }} value={value} onChange={onChange} />;
}

function ManyValues({ field, condition, onChange }: ConditionValueProps) {
  const { t } = useTranslation('records');
  const localized = useLocalized();
  const isTags = field.key === TAGS;
  const people = useRoute(routes.admin.people, {}, { enabled: field.type === 'user', staleTime: 300_000 });
  const teams = useRoute(
    routes.records.listRecords,
    { params: { entity: 'team' }, query: { limit: 200 } },
    { enabled: field.referenceEntity === 'team' },
  );
  const tags = useRoute(routes.collaboration.tags, { query: {} }, { enabled: isTags });
  const value = Array.isArray(condition.value) ? condition.value.map(String) : [];
  const common = { 'aria-label': t('filter.value'), value, onChange };
  if (isTags) return <TagsInput {...common} data={(tags.data?.items ?? []).map((tag) => tag.name)} />;
  const myTeam = { value: 'myTeam', label: t('filter.myTeam') };
  const data = ((): { value: string; label: string }[] => {
    if (field.type === 'user')
      return [
        { value: 'me', label: t('filter.me') },
        myTeam,
        ...(people.data?.items ?? []).map((person) => ({ value: person.id, label: person.name })),
      ];
    if (field.referenceEntity === 'team')
      return [myTeam, ...(teams.data?.items ?? []).map((team) => ({ value: team.id, label: team.title }))];
    return (field.options ?? []).map((option) => ({ value: option.value, label: localized(option.label) }));
  })();
  return <MultiSelect {...common} searchable data={data} />;
}
