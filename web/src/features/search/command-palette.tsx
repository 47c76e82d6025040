import { Spotlight } from '@mantine/spotlight';
import { useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Command } from './command.ts';
import { Sample } from '../help/sample.tsx';
import { CommandGroup } from './command-group.tsx';
import { useCommands } from './use-commands.tsx';
import { LIST_ID } from './palette-list.ts';
import { PaletteSearch } from './palette-search.tsx';
import { closePalette, paletteStore, resetPaletteScope, usePaletteScope } from './palette-scope.ts';
import { useInstanceSearch } from './use-instance-search.tsx';
import { useLastUsed } from './use-last-used.ts';
import { useRecentRecords } from './use-recent-records.tsx';
import { useRecordSearch } from './use-record-search.tsx';
import classes from './command-palette.module.css';

/** What scrolls can be reached with Tab; what is listed are the options of the field. The list hands it on. */
function listed(label: string, hasOptions: boolean): object {
  const list = hasOptions ? { role: 'listbox', id: LIST_ID } : {};
  return { viewportProps: { ...list, tabIndex: 0, 'aria-label': label } };
}

/** Ctrl+K: what the screen offers, records, places, things to create and start, language and appearance. */
export function CommandPalette() {
  const { t } = useTranslation('shell');
  const [query, setQuery] = useState('');
  const scope = usePaletteScope();
  const { noteUse } = useLastUsed();
  const commands = useCommands(query, scope);
  const recent = useRecentRecords();
  const found = useRecordSearch(query);
  const instances = useInstanceSearch(query);
  const chosen = useRef<Command | null>(null);
  const records = query.trim() === '' ? [recent] : [found, instances];
  const groups = (scope === 'create' ? commands : [...records, ...commands]).filter(
    (group) => group.commands.length > 0,
  );
  const places = groups.map((_group, at) =>
    groups.slice(0, at).reduce((sum, before) => sum + before.commands.length, 0),
  );
  const run = (command: Command): void => {
    if (command.unavailable !== undefined) return;
    noteUse(command.key);
    chosen.current = command;
    closePalette();
  };
  // Only when the palette is gone has the page its focus back: what opens then keeps it.
  const afterClosing = (): void => {
    const command = chosen.current;
    chosen.current = null;
    command?.run();
  };
  // Enter without a choice takes the first: type, Enter, there.
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    const first = groups[0]?.commands[0];
    const dialog = event.currentTarget.closest('[role="dialog"]');
    if (event.key !== 'Enter' || !first || dialog?.querySelector('[data-selected]')) return;
    run(first);
  };
  return (
    <Spotlight.Root
      store={paletteStore}
      query={query}
      onQueryChange={setQuery}
      shortcut={['mod + K']}
      // From a field or a box that is ticked, too: no text is written with these keys.
      tagsToIgnore={[]}
      clearQueryOnClose
      onSpotlightClose={resetPaletteScope}
      scrollable
      maxHeight={440}
      size={600}
      radius="md"
      attributes={{ content: { 'aria-label': t('palette.title') } }}
      transitionProps={{ duration: 120, onExited: afterClosing }}
      overlayProps={{ backgroundOpacity: 0.25 }}
    >
      <PaletteSearch hasOptions={groups.length > 0} onKeyDown={onKeyDown} />
      <Spotlight.ActionsList className={classes.list} {...listed(t('palette.title'), groups.length > 0)}>
        {groups.map((group, at) => (
          <CommandGroup key={group.key} group={group} from={places[at] ?? 0} onRun={run} />
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
