import { UnstyledButton } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useId, useState, type ReactNode } from 'react';
import classes from './property-section.module.css';

interface PropertySectionProps {
  readonly title: string;
  /** What is set, in a few words, while the section is closed. */
  readonly summary?: string | null;
  readonly startsClosed?: boolean;
  readonly children: ReactNode;
}

/** One question about a step: who, what, when … */
export function PropertySection({ title, summary, startsClosed = false, children }: PropertySectionProps) {
  const id = useId();
  const [isOpen, setOpen] = useState(!startsClosed);
  return (
    <section className={classes.section} aria-labelledby={`${id}-title`}>
      <h3 className={classes.heading} id={`${id}-title`}>
        <UnstyledButton
          className={classes.toggle}
          aria-expanded={isOpen}
          aria-controls={`${id}-body`}
          onClick={() => setOpen(!isOpen)}
        >
          <IconChevronDown size={14} className={classes.chevron} aria-hidden />
          <span className={classes.title}>{title}</span>
          {!isOpen && summary && <span className={classes.summary}>{summary}</span>}
        </UnstyledButton>
      </h3>
      {isOpen && (
        <div className={classes.body} id={`${id}-body`}>
          {children}
        </div>
      )}
    </section>
  );
}
