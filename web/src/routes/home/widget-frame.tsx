import { ActionIcon } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconGripVertical, IconX } from '@tabler/icons-react';
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './home.module.css';

export interface WidgetFrameProps {
  readonly name: string;
  readonly arranging: boolean;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** One place earlier or later. */
  readonly onMove: (by: -1 | 1) => void;
  readonly onRemove: () => void;
  readonly onDragStart: () => void;
  readonly onDrop: () => void;
  readonly children: ReactNode;
}

/** A widget under its name; while the home is arranged it is dragged, moved by keys, or taken away. */
export function WidgetFrame(props: WidgetFrameProps) {
  const { name, arranging, isFirst, isLast, onMove, onRemove, onDragStart, onDrop, children } = props;
  const { t } = useTranslation(['home', 'common']);
  const id = useId();
  return (
    <section
      className={classes.widget}
      aria-labelledby={id}
      draggable={arranging}
      onDragStart={onDragStart}
      onDragOver={(event) => {
        if (arranging) event.preventDefault();
      }}
      onDrop={onDrop}
    >
      <div className={classes.head}>
        {arranging && <IconGripVertical size={16} className={classes.grip} aria-hidden />}
        <h2 id={id} className={classes.title}>
          {name}
        </h2>
        {arranging && (
          <>
            {!isFirst && (
              <ActionIcon aria-label={t('common:table.moveUp', { name })} onClick={() => onMove(-1)}>
                <IconArrowUp size={16} />
              </ActionIcon>
            )}
            {!isLast && (
              <ActionIcon aria-label={t('common:table.moveDown', { name })} onClick={() => onMove(1)}>
                <IconArrowDown size={16} />
              </ActionIcon>
            )}
            <ActionIcon aria-label={t('home:remove', { name })} onClick={onRemove}>
              <IconX size={16} />
            </ActionIcon>
          </>
        )}
      </div>
      {children}
    </section>
  );
}
