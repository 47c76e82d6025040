import { UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type DistributionPerson } from '#contract';
import { useRoute } from '../../client/index.ts';
import classes from '../../features/audit/audit.module.css';
import { useEntity } from '../../features/records/use-entity.ts';
import { formatDateTime } from '../../i18n/formats.ts';
import { useLocale, useLocalized } from '../../i18n/use-locale.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { useProductNow } from '../../ui/product-clock.ts';
import { Section } from '../../ui/section.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { ReceiverPanel } from './receiver-panel.tsx';

/** The page's clock goes on twice a minute, the answer is of this very moment. */
const CLOCK_SLACK_MS = 60_000;

/** What each person takes, how much he has, and whether he is there. */
export function DistributionPeople() {
  const { t } = useTranslation('distribution');
  const people = useRoute(routes.distribution.distributionPeople);
  const [opened, setOpened] = useState<DistributionPerson | null>(null);
  return (
    <Section title={t('people')}>
      <Loaded query={people}>
        {({ items }) => (
          <ul className={classes.list} aria-label={t('people')}>
            {items.map((person) => (
              <li key={person.id} className={classes.row}>
                <div className={classes.facts}>
                  <UnstyledButton fw={500} onClick={() => setOpened(person)}>
                    {person.name}
                  </UnstyledButton>
                  <Takes person={person} />
                </div>
                <State person={person} />
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {opened && <ReceiverPanel key={opened.id} person={opened} onClose={() => setOpened(null)} />}
    </Section>
  );
}

function Takes({ person }: { readonly person: DistributionPerson }) {
  const { t } = useTranslation('distribution');
  const localized = useLocalized();
  const lead = useEntity('lead');
  const words = (field: string, codes: readonly string[]): string[] => {
    const options = lead?.fields.find(({ key }) => key === field)?.options ?? [];
    const names = codes.map((code) => {
      const option = options.find(({ value }) => value === code);
      return option ? localized(option.label) : code;
    });
    return names.length === 0 ? [] : [names.join(', ')];
  };
  const { open, capacity } = person;
  const facts = [
    capacity === null ? t('open', { count: open }) : t('openOf', { open, capacity }),
    ...words('language', person.languages),
    ...words('source', person.sources),
    ...(person.products.length > 0 ? [t('products', { count: person.products.length })] : []),
  ];
  return <span className={classes.dim}>{facts.join(' · ')}</span>;
}

function State({ person }: { readonly person: DistributionPerson }) {
  const { t } = useTranslation('distribution');
  const locale = useLocale();
  const now = useProductNow();
  if (!person.receives) return <StatusBadge plain tone="neutral" label={t('obstacles.paused')} />;
  if (person.isAbsent) return <StatusBadge plain tone="waiting" label={t('obstacles.absent')} />;
  if (person.worksAt !== null && new Date(person.worksAt).getTime() <= now.getTime() + CLOCK_SLACK_MS)
    return <StatusBadge plain tone="running" label={t('atWork')} />;
  const label =
    person.worksAt === null
      ? t('obstacles.notWorking')
      : t('worksAt', { at: formatDateTime(locale, person.worksAt) });
  return <StatusBadge plain tone="waiting" label={label} />;
}
