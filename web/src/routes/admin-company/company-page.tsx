import { Button, MultiSelect, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type Company } from '#contract';
import { useRoute } from '../../client/index.ts';
import { useSaveSetting } from '../../features/settings/use-save-setting.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Section } from '../../ui/section.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import classes from '../../features/audit/audit.module.css';
import { ApprovalFields } from './approval-fields.tsx';
import { LetterheadFields } from './letterhead-fields.tsx';
import { RateFields } from './rate-fields.tsx';

/** Where the company is and which money it counts in. */
export function CompanyPage() {
  const { t } = useTranslation('company');
  const company = useRoute(routes.company.company);
  return (
    <>
      <PageHeader title={t('title')} meta={t('hint')} />
      <div className={classes.page}>
        <Loaded query={company}>{(found) => <CompanyForm key={found.version} company={found} />}</Loaded>
      </div>
    </>
  );
}

/** All of it is saved at once; amounts that have no rate are told where a rate is added. */
function CompanyForm({ company }: { readonly company: Company }) {
  const { t } = useTranslation(['company', 'settings']);
  const locale = useLocale();
  const [draft, setDraft] = useState({
    homeCountry: company.homeCountry,
    baseCurrency: company.baseCurrency,
    currencies: company.currencies,
    rates: company.rates,
    quoteApproval: company.quoteApproval,
    letterhead: company.letterhead,
  });
  const set = (part: Partial<typeof draft>): void => setDraft({ ...draft, ...part });
  const { save, problemOf } = useSaveSetting(routes.company.saveCompany, {
    invalidate: [routes.company.company, routes.records.entities, routes.records.recordGroups],
    onSaved: () => undefined,
  });
  const countries = new Intl.DisplayNames([locale], { type: 'region' });
  const monies = new Intl.DisplayNames([locale], { type: 'currency' });
  const named = (code: string, name: string | undefined) => ({
    value: code,
    label: name && name !== code ? `${code} – ${name}` : code,
  });
  const unrated = company.unrated.filter(
    ({ currency }) => !draft.rates.some((one) => one.currency === currency),
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.run({ body: { ...draft, version: company.version } });
      }}
    >
      <Section title={t('company:place')}>
        <Select
          searchable
          allowDeselect={false}
          maw={360}
          label={t('company:homeCountry')}
          description={t('company:homeCountryHint')}
          data={company.countries
            .map((code) => ({ value: code, label: countries.of(code) ?? code }))
            .toSorted((one, other) => one.label.localeCompare(other.label, locale))}
          value={draft.homeCountry}
          error={problemOf('homeCountry')}
          onChange={(homeCountry) => homeCountry && set({ homeCountry })}
        />
      </Section>
      <Section title={t('company:money')}>
        <Stack gap="sm">
          <MultiSelect
            searchable
            label={t('company:currencies')}
            description={t('company:currenciesHint')}
            data={[...new Set([...draft.currencies, ...Intl.supportedValuesOf('currency')])].map((code) =>
              named(code, monies.of(code)),
            )}
            value={draft.currencies}
            error={problemOf('currencies')}
            onChange={(currencies) => set({ currencies })}
          />
          <Select
            allowDeselect={false}
            maw={360}
            label={t('company:baseCurrency')}
            description={
              company.amounts > 0
                ? t('company:baseFixed', { count: company.amounts })
                : t('company:baseCurrencyHint')
            }
            disabled={company.amounts > 0}
            data={draft.currencies.map((code) => named(code, monies.of(code)))}
            value={draft.baseCurrency}
            error={problemOf('baseCurrency')}
            // What a currency is worth was said in the former base.
            onChange={(baseCurrency) => baseCurrency && set({ baseCurrency, rates: [] })}
          />
        </Stack>
      </Section>
      <Section title={t('company:rates')} count={draft.rates.length}>
        {unrated.length > 0 && (
          <Text size="sm" mb="xs" role="status">
            <StatusBadge tone="late" label={t('company:unratedTitle')} />{' '}
            {unrated.map(({ currency, count }) => t('company:unrated', { currency, count })).join(', ')}
          </Text>
        )}
        <RateFields
          base={draft.baseCurrency}
          currencies={draft.currencies}
          wanted={unrated[0]?.currency ?? null}
          rates={draft.rates}
          problemOf={problemOf}
          onChange={(rates) => set({ rates })}
        />
      </Section>
      <Section title={t('company:quotes')}>
        <ApprovalFields
          approval={draft.quoteApproval}
          base={draft.baseCurrency}
          error={problemOf('quoteApproval')}
          onChange={(quoteApproval) => set({ quoteApproval })}
        />
      </Section>
      <Section title={t('company:letterhead.title')}>
        <LetterheadFields
          letterhead={draft.letterhead}
          problemOf={problemOf}
          onChange={(letterhead) => set({ letterhead })}
        />
      </Section>
      <Button type="submit" variant="filled" loading={save.pending} mt="md">
        {t('settings:save')}
      </Button>
    </form>
  );
}
