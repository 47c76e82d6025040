import { ActionIcon, Title } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useEffect, useId, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { usePanelFocus } from './use-panel-focus.ts';
import classes from './side-panel.module.css';

interface SidePanelProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Buttons that stay in view. */
  readonly footer?: ReactNode;
  /** Beside the title, e.g. a link to the whole page. */
  readonly actions?: ReactNode;
  readonly width?: number;
  /** Takes the focus when it opens (default); a peek leaves it in the list. */
  readonly takeFocus?: boolean;
}

/** A panel at the right edge. Not a modal: the page beside it stays usable. Esc closes it and gives focus back. */
export function SidePanel(props: SidePanelProps) {
  const { title, onClose, children, footer, actions, width = 440, takeFocus = true } = props;
  const { t } = useTranslation();
  const headingId = useId();
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!takeFocus) return undefined;
    const before = document.activeElement;
    const first = panel.current?.querySelector<HTMLElement>(
      '[data-autofocus], input, textarea, [contenteditable]',
    );
    (first ?? panel.current)?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [takeFocus]);
  usePanelFocus(panel);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.stopPropagation();
    onClose();
  };
  return (
    <aside
      ref={panel}
      className={classes.panel}
      style={{ '--panel-width': `${width}px` }}
      aria-labelledby={headingId}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      <div className={classes.head}>
        <Title order={2} id={headingId} className={classes.title}>
          {title}
        </Title>
        {actions}
        <ActionIcon onClick={onClose} aria-label={t('actions.close')}>
          <IconX size={18} />
        </ActionIcon>
      </div>
      <div className={classes.body}>{children}</div>
      {footer && <div className={classes.footer}>{footer}</div>}
    </aside>
  );
}
