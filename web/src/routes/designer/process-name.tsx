import { ActionIcon, TextInput, Title } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './designer-header.module.css';

interface ProcessNameProps {
  readonly name: string;
  /** Null while the diagram is not open yet. */
  readonly onRename: ((name: string) => void) | null;
}

/** The process's name, changed in place: Enter takes it over, Esc leaves it. */
export function ProcessName({ name, onRename }: ProcessNameProps) {
  const { t } = useTranslation('designer');
  const [typed, setTyped] = useState<string | null>(null);
  const finish = (): void => {
    const next = typed?.trim();
    if (next && next !== name) onRename?.(next);
    setTyped(null);
  };
  if (typed !== null) {
    return (
      <TextInput
        autoFocus
        className={classes.rename}
        aria-label={t('header.name')}
        maxLength={200}
        value={typed}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={finish}
        onKeyDown={(event) => {
          if (event.key === 'Enter') finish();
          if (event.key === 'Escape') setTyped(null);
        }}
      />
    );
  }
  return (
    <div className={classes.name}>
      <Title order={1} className={classes.title} title={name}>
        {name}
      </Title>
      {onRename && (
        <ActionIcon size={26} aria-label={t('header.rename')} onClick={() => setTyped(name)}>
          <IconPencil size={15} />
        </ActionIcon>
      )}
    </div>
  );
}
