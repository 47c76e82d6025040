import { Menu, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesignerScope } from '../designer-context.ts';
import { TextField } from './text-field.tsx';
import classes from './inputs.module.css';

interface ValueFieldProps {
  readonly label: string;
  /** `= FEEL`, or a text with `{{ values }}`. */
  readonly value: string | null;
  readonly onCommit: (value: string | null) => void;
  readonly description?: string;
  readonly placeholder?: string;
  readonly required?: boolean;
  readonly multiline?: boolean;
  readonly hideLabel?: boolean;
  /** What an empty field begins as. */
  readonly begins?: 'text' | 'expression';
  /** Only expressions make sense here. */
  readonly only?: 'expression';
}

/** A value for a step: a text in which values of the process can be inserted, or an expression. */
export function ValueField({ value, onCommit, begins = 'text', only, ...props }: ValueFieldProps) {
  const { t } = useTranslation('designer');
  const { variables } = useDesignerScope();
  const [chosen, setChosen] = useState<boolean | null>(null);
  const isExpression =
    only === 'expression' || (value === null ? (chosen ?? begins === 'expression') : value.startsWith('='));
  const shown = isExpression ? (value?.replace(/^=\s*/, '') ?? null) : value;
  const commit = (next: string | null): void =>
    onCommit(next === null ? null : isExpression ? `= ${next.trim()}` : next);
  const toggle = (): void => {
    setChosen(!isExpression);
    if (shown !== null) onCommit(isExpression ? shown : `= ${shown}`);
  };
  const insert = (name: string): void => {
    const piece = isExpression ? name : `{{ ${name} }}`;
    commit(shown === null ? piece : `${shown} ${piece}`);
  };
  return (
    <TextField
      {...props}
      mono={isExpression}
      value={shown}
      onCommit={commit}
      rightSectionWidth={(only ? 8 : 34) + (variables.length > 0 ? 28 : 0)}
      rightSection={
        <span className={classes.tools}>
          {variables.length > 0 && (
            <Menu position="bottom-end">
              <Menu.Target>
                <UnstyledButton
                  className={classes.insert}
                  aria-label={t('value.insert', { name: props.label })}
                >
                  {'{}'}
                </UnstyledButton>
              </Menu.Target>
              <Menu.Dropdown mah={280} style={{ overflow: 'auto' }}>
                <Menu.Label>{t('value.known')}</Menu.Label>
                {variables.map((name) => (
                  <Menu.Item key={name} onClick={() => insert(name)}>
                    {name}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          )}
          {!only && (
            <UnstyledButton
              className={classes.insert}
              aria-pressed={isExpression}
              aria-label={t('value.expression', { name: props.label })}
              title={t('value.expressionHint')}
              onClick={toggle}
            >
              fx
            </UnstyledButton>
          )}
        </span>
      }
    />
  );
}
