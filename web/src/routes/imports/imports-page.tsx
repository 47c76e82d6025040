import { IconFileImport } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { routes, type ImportJob, type ImportState } from '#contract';
import { paths } from '../../app/paths.ts';
import { useRoute } from '../../client/index.ts';
import { Sample } from '../../features/help/sample.tsx';
import { useEntity } from '../../features/records/use-entity.ts';
import { useLocalized } from '../../i18n/use-locale.ts';
import type { StatusTone } from '../../theme/tokens.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { EntityIcon } from '../../ui/entity-icon.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { RowList } from '../../ui/row-list.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { BeginPanel } from './begin-panel.tsx';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import classes from './imports.module.css';

const TONES: Readonly<Record<ImportState, StatusTone>> = {
  reading: 'running',
  mapping: 'waiting',
  checking: 'running',
  ready: 'waiting',
  running: 'running',
  done: 'done',
  undoing: 'running',
  undone: 'skipped',
  failed: 'failed',
};

/** What was brought in, and where the next list is brought in. */
export function ImportsPage() {
  const { t } = useTranslation('imports');
  const [search] = useSearchParams();
  const entity = search.get('entity');
  const [beginning, setBeginning] = useState(entity !== null);
  const imports = useRoute(routes.imports.imports, { query: {} });
  const begin = (
    <ActionButton
      variant="filled"
      action={{ name: 'new', label: t('begin'), run: () => setBeginning(true) }}
    />
  );
  return (
    <>
      <PageHeader
        title={t('title')}
        meta={t('hint')}
        icon={<IconFileImport size={20} />}
        actions={imports.data && imports.data.items.length > 0 && begin}
      />
      <RowList
        query={imports}
        label={t('title')}
        empty={
          <EmptyState
            title={t('empty')}
            message={t('emptyHint')}
            action={begin}
            sample={<Sample of="import" />}
          />
        }
      >
        {(job) => <ImportItem key={job.id} job={job} />}
      </RowList>
      {beginning && <BeginPanel entity={entity} onClose={() => setBeginning(false)} />}
    </>
  );
}

function ImportItem({ job }: { readonly job: ImportJob }) {
  const { t } = useTranslation('imports');
  const localized = useLocalized();
  const meta = useEntity(job.entity);
  const outcomes = (['created', 'updated', 'merged', 'failed'] as const).flatMap((key) => {
    const count = job.summary.outcomes?.[key] ?? 0;
    return count > 0 ? [`${t(`outcomes.${key}`)}: ${count}`] : [];
  });
  return (
    <li className={classes.row}>
      <EntityIcon entity={job.entity} size={18} />
      <div className={classes.facts}>
        <Link className={classes.name} to={paths.import(job.id)}>
          {job.fileName}
        </Link>
        <span className={classes.dim}>
          {meta ? localized(meta.pluralLabel) : job.entity} · {job.owner.name} ·{' '}
          <RelativeTime at={job.createdAt} />
          {outcomes.length > 0 && ` · ${outcomes.join(', ')}`}
        </span>
      </div>
      <StatusBadge tone={TONES[job.state]} label={t(`states.${job.state}`)} />
    </li>
  );
}
