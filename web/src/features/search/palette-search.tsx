import { Spotlight, useSpotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { LIST_ID, optionId } from './palette-list.ts';
import { paletteStore, usePaletteScope } from './palette-scope.ts';

interface PaletteSearchProps {
  readonly hasOptions: boolean;
  readonly onKeyDown: (event: KeyboardEvent<HTMLInputElement>) => void;
}

/** The field of the palette. It keeps the focus and tells which command is chosen below. */
export function PaletteSearch({ hasOptions, onKeyDown }: PaletteSearchProps) {
  const { t } = useTranslation('shell');
  const scope = usePaletteScope();
  const { selected } = useSpotlight(paletteStore);
  return (
    <Spotlight.Search
      role="combobox"
      aria-expanded={hasOptions}
      aria-autocomplete="list"
      aria-controls={hasOptions ? LIST_ID : undefined}
      aria-activedescendant={hasOptions && selected >= 0 ? optionId(selected) : undefined}
      placeholder={t(scope === 'create' ? 'palette.createWhat' : 'palette.placeholder')}
      aria-label={t('palette.placeholder')}
      leftSection={<IconSearch size={18} aria-hidden />}
      onKeyDown={onKeyDown}
    />
  );
}
