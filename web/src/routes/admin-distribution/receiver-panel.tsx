import { Button, MultiSelect, NumberInput, Stack, Switch, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { routes, type DistributionPerson } from '#contract';
import { paths } from '../../app/paths.ts';
import { useRoute } from '../../client/index.ts';
import { useEntity } from '../../features/records/use-entity.ts';
import { useSaveSetting } from '../../features/settings/use-save-setting.ts';
import { useLocalized } from '../../i18n/use-locale.ts';
import { SidePanel } from '../../ui/side-panel.tsx';

interface ReceiverPanelProps {
  readonly person: DistributionPerson;
  readonly onClose: () => void;
}

/** Whether a person takes leads, how many at once, and which. */
export function ReceiverPanel({ person, onClose }: ReceiverPanelProps) {
  const { t } = useTranslation(['distribution', 'settings']);
  const localized = useLocalized();
  const lead = useEntity('lead');
  const products =
    useRoute(routes.records.listRecords, { params: { entity: 'product' }, query: { limit: 200 } }).data
      ?.items ?? [];
  const { receives, capacity, languages, sources, products: known, version } = person;
  const [draft, setDraft] = useState({ receives, capacity, languages, sources, products: known });
  const set = (part: Partial<typeof draft>): void => setDraft({ ...draft, ...part });
  const { save, problemOf } = useSaveSetting(routes.distribution.saveDistributionPerson, {
    invalidate: [routes.distribution.distributionPeople, routes.distribution.distributionRules],
    onSaved: onClose,
  });
  const choices = (field: string): { value: string; label: string }[] =>
    (lead?.fields.find(({ key }) => key === field)?.options ?? []).map((option) => ({
      value: option.value,
      label: localized(option.label),
    }));
  return (
    <SidePanel
      title={person.name}
      onClose={onClose}
      footer={
        <Button
          variant="filled"
          loading={save.pending}
          onClick={() => save.run({ params: { userId: person.id }, body: { ...draft, version } })}
        >
          {t('settings:save')}
        </Button>
      }
    >
      <Stack gap="sm">
        <Switch
          label={t('receives')}
          checked={draft.receives}
          onChange={(event) => set({ receives: event.currentTarget.checked })}
        />
        <NumberInput
          label={t('capacity')}
          placeholder={t('ofRule')}
          min={0}
          max={100_000}
          value={draft.capacity ?? ''}
          onChange={(value) => set({ capacity: value === '' ? null : Number(value) })}
        />
        <MultiSelect
          label={t('languages')}
          placeholder={t('any')}
          data={choices('language')}
          value={draft.languages}
          error={problemOf('languages')}
          onChange={(next) => set({ languages: next })}
        />
        <MultiSelect
          label={t('sources')}
          placeholder={t('any')}
          data={choices('source')}
          value={draft.sources}
          error={problemOf('sources')}
          onChange={(next) => set({ sources: next })}
        />
        <MultiSelect
          searchable
          label={t('productsLabel')}
          placeholder={t('any')}
          data={products.map((product) => ({ value: product.id, label: product.title }))}
          value={draft.products}
          error={problemOf('products')}
          onChange={(next) => set({ products: next })}
        />
        <Text size="sm" c="dimmed">
          {t('elsewhere')} <Link to={paths.groups()}>{t('territories')}</Link>,{' '}
          <Link to={paths.calendars()}>{t('workingTime')}</Link>
        </Text>
      </Stack>
    </SidePanel>
  );
}
