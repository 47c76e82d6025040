import { ActionIcon } from '@mantine/core';
import { IconArrowBackUp, IconArrowForwardUp, IconArrowLeft, IconListCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { EditState, ModelerHandle } from '#modeler';
import { paths } from '../../app/paths.ts';
import { useProcessRight } from '../../app/me-context.ts';
import type { DraftSaver, SaveState } from '../../features/designer/session/draft-saver.ts';
import { DownloadMenu } from './download-menu.tsx';
import { ProcessName } from './process-name.tsx';
import { SaveNote } from './save-note.tsx';
import { ActionButton, ActionSign } from '../../ui/actions/action-button.tsx';
import classes from './designer-header.module.css';

interface DesignerHeaderProps {
  readonly processKey: string;
  readonly name: string;
  readonly basedOnVersion: number | null;
  readonly state: SaveState;
  readonly saver: DraftSaver;
  readonly handle: ModelerHandle | null;
  readonly edit: EditState;
  readonly onCheck: () => Promise<void>;
  readonly onPublish: () => void;
}

export function DesignerHeader(props: DesignerHeaderProps) {
  const { name, basedOnVersion, state, saver, handle, edit } = props;
  const { t } = useTranslation('designer');
  const mayPublish = useProcessRight('publish');
  const [isChecking, setChecking] = useState(false);
  const check = async (): Promise<void> => {
    setChecking(true);
    await props.onCheck();
    setChecking(false);
  };
  const loading = handle ? undefined : t('canvas.loading');
  return (
    <header className={classes.header}>
      <ActionIcon component={Link} to={paths.processes()} aria-label={t('header.back')}>
        <IconArrowLeft size={18} />
      </ActionIcon>
      <ProcessName
        name={name}
        onRename={
          handle
            ? (next) => handle.updateProperties(handle.rootElement()?.id ?? '', { process: { name: next } })
            : null
        }
      />
      <span className={classes.version}>
        {basedOnVersion === null ? t('header.new') : t('header.draft', { version: basedOnVersion })}
      </span>
      <SaveNote state={state} saver={saver} />
      <div className={classes.actions}>
        <ActionSign
          iconSize={18}
          action={{
            name: 'undo',
            label: t('header.undo'),
            icon: IconArrowBackUp,
            shortcut: 'Ctrl Z',
            unavailable: edit.canUndo ? undefined : t('header.nothingToUndo'),
            run: () => handle?.undo(),
          }}
        />
        <ActionSign
          iconSize={18}
          action={{
            name: 'redo',
            label: t('header.redo'),
            icon: IconArrowForwardUp,
            shortcut: 'Ctrl Y',
            unavailable: edit.canRedo ? undefined : t('header.nothingToRedo'),
            run: () => handle?.redo(),
          }}
        />
        <DownloadMenu processKey={props.processKey} handle={handle} />
        <ActionButton
          className={classes.check}
          loading={isChecking}
          action={{
            name: 'check',
            label: t('header.check'),
            icon: IconListCheck,
            unavailable: loading,
            run: () => void check(),
          }}
        />
        {mayPublish && (
          <ActionButton
            variant="filled"
            action={{
              name: 'publish',
              label: t('header.publish'),
              unavailable: loading,
              run: props.onPublish,
            }}
          />
        )}
      </div>
    </header>
  );
}
