import { closeSpotlight, Spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Command } from './command.ts';
import { Sample } from '../help/sample.tsx';
import { CommandGroup } from './command-group.tsx';
import { useCommands } from './use-commands.tsx';
import { resetPaletteScope, usePaletteScope } from './palette-scope.ts';
import { useInstanceSearch } from './use-instance-search.tsx';
import { useLastUsed } from './use-last-used.ts';
import { useRecentRecords } from './use-recent-records.tsx';
import { useRecordSearch } from './use-record-search.tsx';
import classes from './command-palette.module.css';

/** What scrolls can be reached with Tab. The list hands it on to its scroll area, which its type does not say. */
function reachable(label: string): object {
  return { viewportProps: { tabIndex: 0, 'aria-label': label } };
}

/** Ctrl+K: records, places, things to create and start, language and appearance. */
export function CommandPalette() {
  const { t } = useTranslation('shell');
  const [query, setQuery] = useState('');
  const scope = usePaletteScope();
  const { noteUse } = useLastUsed();
  const commands = useCommands(query, scope);
  const recent = useRecentRecords();
  const found = useRecordSearch(query);
  const instances = useInstanceSearch(query);
  const records = query.trim() === '' ? [recent] : [found, instances];
  const groups = (scope === 'create' ? commands : [...records, ...commands]).filter(
    (group) => group.commands.length > 0,
  );
  const run = (command: Command): void => {
    noteUse(command.key);
    command.run();
  };
  // Enter without a choice takes the first: type, Enter, there.
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    const first = groups[0]?.commands[0];
    const dialog = event.currentTarget.closest('[role="dialog"]');
    if (event.key !== 'Enter' || !first || dialog?.querySelector('[data-selected]')) return;
    closeSpotlight();
    run(first);
  };
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      shortcut={['mod + K']}
      clearQueryOnClose
      onSpotlightClose={resetPaletteScope}
      scrollable
      maxHeight={440}
      size={600}
      radius="md"
      attributes={{ content: { 'aria-label': t('palette.title') } }}
      transitionProps={{ duration: 120 }}
      overlayProps={{ backgroundOpacity: 0.25 }}
    >
      <Spotlight.Search
        placeholder={t(scope === 'create' ? 'palette.createWhat' : 'palette.placeholder')}
        aria-label={t('palette.placeholder')}
        leftSection={<IconSearch size={18} aria-hidden />}
        onKeyDown={onKeyDown}
      />
      <Spotlight.ActionsList className={classes.list} {...reachable(t('palette.title'))}>
        {groups.map((group) => (
          <CommandGroup key={group.key} group={group} onRun={run} />
        ))}
        {groups.length === 0 && (
          <Spotlight.Empty>
            {t('palette.nothing')}
            <Sample of="search" />
          </Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
