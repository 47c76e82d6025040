import { SegmentedControl, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Locale } from '#contract';
import { ProductMark } from '../../app/shell/product-mark.tsx';
import { changeLocale, LOCALES } from '../../i18n/i18n.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { Throughline } from './throughline.tsx';
import classes from './front-page.module.css';

interface FrontPageProps {
  readonly title: string;
  readonly lead: string;
  readonly children: ReactNode;
}

/** The frame of the pages before sign-in: a form, and the product's line beside it. */
export function FrontPage({ title, lead, children }: FrontPageProps) {
  const { t } = useTranslation('session');
  const locale = useLocale();
  usePageTitle(title);
  return (
    <div className={classes.page}>
      <main className={classes.form}>
        <div className={classes.brand}>
          <ProductMark size={32} />
          <span>Throughline</span>
        </div>
        <Title order={1} mb={16} fz={22}>
          {title}
        </Title>
        <p className={classes.leadBelow}>{lead}</p>
        {children}
        <div className={classes.foot}>
          <SegmentedControl
            aria-label={t('setup.language')}
            value={locale}
            onChange={(value) => void changeLocale(value as Locale)}
            data={LOCALES.map((value) => ({ value, label: t(`language.${value}`) }))}
          />
        </div>
      </main>
      <aside className={classes.picture} aria-label="Throughline">
        <p className={classes.lead}>{lead}</p>
        <Throughline />
      </aside>
    </div>
  );
}
