import { Anchor, Button, Select } from '@mantine/core';
import { IconDownload, IconPrinter } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import { locale, routes, type QuoteSheet } from '#contract';
import { useMe } from '../../app/me-context.ts';
import { paths } from '../../app/paths.ts';
import { useRoute } from '../../client/index.ts';
import { LANGUAGES } from '../../i18n/languages.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Sheet } from './sheet.tsx';
import classes from './quote-sheet.module.css';

/** A quote as it is printed, in the customer's language or in another one, with nothing around it on paper. */
export function QuoteSheetPage() {
  const { id = '' } = useParams();
  const [search, setSearch] = useSearchParams();
  const asked = locale.safeParse(search.get('language'));
  const query = asked.success ? { language: asked.data } : {};
  const sheet = useRoute(routes.orders.quoteSheet, { params: { id }, query });
  const suffix = asked.success ? `?language=${asked.data}` : '';
  return (
    <main className={classes.page}>
      <Bar
        quoteId={id}
        sheet={sheet.data}
        pdf={`/api/quotes/${id}/pdf${suffix}`}
        onLanguage={(language) => setSearch({ language }, { replace: true })}
      />
      <Loaded query={sheet}>{(found) => <Sheet sheet={found} />}</Loaded>
    </main>
  );
}

interface BarProps {
  readonly quoteId: string;
  readonly sheet: QuoteSheet | undefined;
  readonly pdf: string;
  readonly onLanguage: (language: string) => void;
}

/** What can be done with the sheet; not printed. */
function Bar({ quoteId, sheet, pdf, onLanguage }: BarProps) {
  const { t } = useTranslation('sales');
  const { isAdmin } = useMe();
  const title = sheet?.title ?? '';
  // Browsers propose the page's title as the name of a file that is printed into.
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <header className={classes.bar}>
      <Anchor component={Link} to={paths.record('quote', quoteId)} size="sm">
        {t('quote.printed.back')}
      </Anchor>
      {sheet && (
        <div className={classes.actions}>
          <Select
            w={130}
            allowDeselect={false}
            aria-label={t('quote.printed.language')}
            data={LANGUAGES}
            value={sheet.language}
            onChange={(value) => value && onLanguage(value)}
          />
          <Button component="a" href={pdf} download leftSection={<IconDownload size={16} aria-hidden />}>
            {t('quote.pdf')}
          </Button>
          <Button
            variant="filled"
            leftSection={<IconPrinter size={16} aria-hidden />}
            onClick={() => window.print()}
          >
            {t('quote.print')}
          </Button>
        </div>
      )}
      {sheet?.seller.name === '' && (
        <p className={classes.hint}>
          {t('quote.printed.noName')}{' '}
          {isAdmin && <Link to={paths.company()}>{t('quote.printed.setName')}</Link>}
        </p>
      )}
    </header>
  );
}
