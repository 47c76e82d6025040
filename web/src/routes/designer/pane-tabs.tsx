import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './designer.module.css';

const PANES = ['map', 'outline', 'properties', 'problems'] as const;
export type Pane = (typeof PANES)[number];

interface PaneTabsProps {
  readonly pane: Pane;
  readonly problems: number;
  readonly onPick: (pane: Pane) => void;
}

/** On a phone: which part of the designer is in view. */
export function PaneTabs({ pane, problems, onPick }: PaneTabsProps) {
  const { t } = useTranslation('designer');
  return (
    <div className={classes.tabs}>
      <SegmentedControl
        fullWidth
        aria-label={t('panes.label')}
        data={PANES.map((one) => ({
          value: one,
          label:
            one === 'problems' && problems > 0 ? `${t('panes.problems')} ${problems}` : t(`panes.${one}`),
        }))}
        value={pane}
        onChange={(next) => onPick(next as Pane)}
      />
    </div>
  );
}
