import { useState, type DragEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './processes-page.module.css';

interface DropZoneProps {
  /** Whether files are taken at all. */
  readonly isOpen: boolean;
  readonly onFile: (file: File) => void;
  readonly children: ReactNode;
}

/** A BPMN file may be dropped anywhere on the page; the button beside does the same for the keyboard. */
export function DropZone({ isOpen, onFile, children }: DropZoneProps) {
  const { t } = useTranslation('processes');
  const [isOver, setOver] = useState(false);
  const carriesFile = (event: DragEvent): boolean => isOpen && event.dataTransfer.types.includes('Files');
  return (
    <div
      className={classes.zone}
      onDragOver={(event) => {
        if (!carriesFile(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={(event) => {
        if (!carriesFile(event)) return;
        event.preventDefault();
        setOver(false);
        const file = event.dataTransfer.files.item(0);
        if (file) onFile(file);
      }}
    >
      {children}
      {isOver && <div className={classes.drop}>{t('drop')}</div>}
    </div>
  );
}
