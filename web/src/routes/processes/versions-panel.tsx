import { Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type NextStart, type ProcessListItem } from '#contract';
import { useRoute } from '../../client/index.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { ChangeStartPanel } from './change-start-panel.tsx';
import { DownloadVersion } from './download-version.tsx';
import { NextStarts } from './next-starts.tsx';
import classes from './processes-page.module.css';

interface VersionsPanelProps {
  readonly process: ProcessListItem;
  readonly onClose: () => void;
}

/** Who published what, when and why, and how many instances each version still runs. */
export function VersionsPanel({ process, onClose }: VersionsPanelProps) {
  const { t } = useTranslation(['processes', 'common']);
  const versions = useRoute(routes.processes.versions, { params: { processKey: process.processKey } });
  const [changed, setChanged] = useState<NextStart | null>(null);
  if (changed) {
    const { processKey } = process;
    return <ChangeStartPanel processKey={processKey} start={changed} onClose={() => setChanged(null)} />;
  }
  return (
    <SidePanel title={t('processes:versions.of', { name: process.name })} onClose={onClose}>
      <NextStarts process={process} onChange={setChanged} />
      <Loaded query={versions} compact>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState compact title={t('processes:versions.none')} />
          ) : (
            <ol className={classes.versions}>
              {items.map((version) => (
                <li key={version.id}>
                  <div className={classes.versionHead}>
                    <Text fw={600}>{t('processes:version', { version: version.version })}</Text>
                    <StatusBadge
                      plain
                      tone={version.running > 0 ? 'running' : 'neutral'}
                      label={t('processes:running', { count: version.running })}
                    />
                    {version.id === process.latest?.id && (
                      <StatusBadge tone="done" label={t('processes:versions.latest')} />
                    )}
                  </div>
                  <div className={classes.versionBy}>
                    {version.deployedBy ? (
                      <PersonAvatar person={version.deployedBy} withName />
                    ) : (
                      t('common:words.system')
                    )}
                    <RelativeTime at={version.deployedAt} />
                    <span className={classes.download}>
                      <DownloadVersion version={version} />
                    </span>
                  </div>
                  {version.reason && <p className={classes.reason}>{version.reason}</p>}
                </li>
              ))}
            </ol>
          )
        }
      </Loaded>
    </SidePanel>
  );
}
