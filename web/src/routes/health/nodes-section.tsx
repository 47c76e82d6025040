import { useTranslation } from 'react-i18next';
import type { HealthReport } from '#contract';
import { formatNumber } from '../../i18n/formats.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Section } from '../../ui/section.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import classes from './health-page.module.css';

/** The processes of the product that serve together, and whether they are of one version. */
export function NodesSection({ nodes }: { readonly nodes: HealthReport['nodes'] }) {
  const { t } = useTranslation('health');
  const locale = useLocale();
  const versions = new Set(nodes.filter(({ isSilent }) => !isSilent).map(({ version }) => version));
  return (
    <Section title={t('nodes.title')} count={nodes.length}>
      {versions.size > 1 && <p className={classes.problem}>{t('nodes.skew')}</p>}
      <ul className={classes.rows}>
        {nodes.map((node) => (
          <li key={node.id}>
            <span translate="no">{node.host}</span>
            <StatusBadge
              tone={node.isSilent ? 'failed' : 'done'}
              label={t(node.isSilent ? 'nodes.silent' : 'nodes.serves')}
            />
            <span className={classes.dim}>{t('nodes.version', { version: node.version })}</span>
            <span className={classes.dim}>
              {t('nodes.started')} <RelativeTime at={node.startedAt} />
            </span>
            <span className={classes.dim}>
              {t('nodes.sockets', { count: node.sockets, shown: formatNumber(locale, node.sockets) })}
            </span>
            <span className={classes.dim}>
              {t('nodes.memory', { shown: formatNumber(locale, node.memoryMb) })}
            </span>
            <span className={classes.dim}>
              {t('nodes.delay', { shown: formatNumber(locale, node.delayMs) })}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
