import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './card-section.module.css';

interface CardSectionProps {
  readonly title: string;
  readonly children: ReactNode;
}

export function CardSection({ title, children }: CardSectionProps) {
  return (
    <section className={classes.section}>
      <Title order={2} className={classes.title}>
        {title}
      </Title>
      {children}
    </section>
  );
}
