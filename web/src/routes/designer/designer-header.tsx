import { ActionIcon, Button, Tooltip } from '@mantine/core';
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
        <Tooltip label={t('header.undo')}>
          <ActionIcon aria-label={t('header.undo')} disabled={!edit.canUndo} onClick={() => handle?.undo()}>
            <IconArrowBackUp size={18} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={t('header.redo')}>
          <ActionIcon aria-label={t('header.redo')} disabled={!edit.canRedo} onClick={() => handle?.redo()}>
            <IconArrowForwardUp size={18} />
          </ActionIcon>
        </Tooltip>
        <DownloadMenu processKey={props.processKey} handle={handle} />
        <Button
          className={classes.check}
          leftSection={<IconListCheck size={16} aria-hidden />}
          loading={isChecking}
          disabled={!handle}
          onClick={() => void check()}
        >
          {t('header.check')}
        </Button>
        {mayPublish && (
          <Button variant="filled" disabled={!handle} onClick={props.onPublish}>
            {t('header.publish')}
          </Button>
        )}
      </div>
    </header>
  );
}
