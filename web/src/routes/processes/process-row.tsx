import { ActionIcon, Button, Menu } from '@mantine/core';
import {
  IconActivityHeartbeat,
  IconDots,
  IconHistory,
  IconPlayerPlay,
  IconSchema,
  IconTrash,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import type { ProcessListItem } from '#contract';
import { paths } from '../../app/paths.ts';
import type { LibraryPanel } from './library-panel.ts';
import { ProcessFacts } from './process-facts.tsx';
import { usePageActions } from '../../ui/actions/page-actions.ts';
import classes from './processes-page.module.css';

interface ProcessRowProps {
  readonly process: ProcessListItem;
  readonly onPanel: (panel: LibraryPanel) => void;
}

/** One process of the library. Its name opens what its reader does with it: drawing, or watching. */
export function ProcessRow({ process, onPanel }: ProcessRowProps) {
  const { t } = useTranslation('processes');
  const navigate = useNavigate();
  const { name, processKey, rights } = process;
  const monitor = paths.instancesOf(processKey);
  const mayDraw = rights.includes('draw');
  const mayStart = process.manualStart && process.latest !== null && rights.includes('start');
  const mayWatch = rights.includes('watch');
  usePageActions([
    mayStart && {
      name: `start-${processKey}`,
      label: `${t('start')}: ${name}`,
      icon: IconPlayerPlay,
      isDetail: true,
      run: () => onPanel({ kind: 'start', process }),
    },
    mayDraw && {
      name: `design-${processKey}`,
      label: `${t('design')}: ${name}`,
      icon: IconSchema,
      isDetail: true,
      run: () => void navigate(paths.designer(processKey)),
    },
    mayWatch && {
      name: `monitor-${processKey}`,
      label: `${t('monitor')}: ${name}`,
      icon: IconActivityHeartbeat,
      isDetail: true,
      run: () => void navigate(monitor),
    },
    {
      name: `versions-${processKey}`,
      label: `${t('versions.title')}: ${name}`,
      icon: IconHistory,
      isDetail: true,
      run: () => onPanel({ kind: 'versions', process }),
    },
    mayDraw &&
      process.draft !== null && {
        name: `discard-${processKey}`,
        label: `${t('discard.action')}: ${name}`,
        icon: IconTrash,
        isDetail: true,
        run: () => onPanel({ kind: 'discard', process }),
      },
  ]);
  return (
    <li className={classes.row}>
      <div className={classes.main}>
        {mayDraw || mayWatch ? (
          <Link className={classes.name} to={mayDraw ? paths.designer(processKey) : monitor}>
            {name}
          </Link>
        ) : (
          <span className={classes.name}>{name}</span>
        )}
        {process.description && <p className={classes.description}>{process.description}</p>}
        <ProcessFacts process={process} monitor={mayWatch ? monitor : null} />
      </div>
      <div className={classes.actions}>
        {mayStart && (
          <Button
            leftSection={<IconPlayerPlay size={16} aria-hidden />}
            onClick={() => onPanel({ kind: 'start', process })}
          >
            {t('start')}
          </Button>
        )}
        {mayDraw && (
          <Button
            component={Link}
            to={paths.designer(processKey)}
            leftSection={<IconSchema size={16} aria-hidden />}
          >
            {t('design')}
          </Button>
        )}
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon aria-label={t('more', { name })}>
              <IconDots size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {mayWatch && (
              <Menu.Item component={Link} to={monitor} leftSection={<IconActivityHeartbeat size={16} />}>
                {t('monitor')}
              </Menu.Item>
            )}
            <Menu.Item
              leftSection={<IconHistory size={16} />}
              onClick={() => onPanel({ kind: 'versions', process })}
            >
              {t('versions.title')}
            </Menu.Item>
            {mayDraw && process.draft && (
              <Menu.Item
                color="red"
                leftSection={<IconTrash size={16} />}
                onClick={() => onPanel({ kind: 'discard', process })}
              >
                {t('discard.action')}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      </div>
    </li>
  );
}
