import { ActionIcon, Tooltip } from '@mantine/core';
import { useLocalStorage, useMediaQuery } from '@mantine/hooks';
import { IconLayoutSidebarLeftCollapse, IconListCheck, IconListTree } from '@tabler/icons-react';
import type { ReactNode, RefObject } from 'react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ElementInfo, ImportReport } from '#modeler';
import { DesignerContext, type DesignerScope } from '../../features/designer/designer-context.ts';
import { OutlineTree } from '../../features/designer/outline/outline-tree.tsx';
import { ProblemList } from '../../features/designer/problems/problem-list.tsx';
import { ProblemsBar } from '../../features/designer/problems/problems-bar.tsx';
import { PropertiesPanel } from '../../features/designer/properties/properties-panel.tsx';
import { ImportNote } from './import-note.tsx';
import { PaneTabs, type Pane } from './pane-tabs.tsx';
import { usePageActions } from '../../ui/actions/page-actions.ts';
import classes from './designer.module.css';

interface DesignerPanesProps {
  readonly scope: DesignerScope | null;
  readonly host: RefObject<HTMLDivElement | null>;
  readonly root: ElementInfo | null;
  readonly selected: ElementInfo | null;
  readonly report: ImportReport | null;
  readonly phone: boolean;
  readonly areProblemsOpen: boolean;
  readonly onToggleProblems: () => void;
  /** Over the canvas while it is not there. */
  readonly cover: ReactNode;
}

/** Outline, canvas, properties, problems: side by side, or one at a time on a phone. */
export function DesignerPanes(props: DesignerPanesProps) {
  const { scope, host, phone, cover } = props;
  const { t } = useTranslation('designer');
  const [pane, setPane] = useState<Pane>('map');
  const shown = phone ? pane : null;
  const element = props.selected ?? props.root;
  const toMap = (): void => setPane('map');
  const hasRoom = useMediaQuery('(min-width: 87.5em)', true, { getInitialValueInEffect: false });
  // As it was left; before that the drawing has the room of a smaller screen for itself.
  const [isOpen, setOpen] = useLocalStorage<boolean | null>({
    key: 'throughline-outline',
    defaultValue: null,
    getInitialValueInEffect: false,
  });
  const isFolded = !phone && !(isOpen ?? hasRoom);
  usePageActions([
    !phone && {
      name: 'outline',
      label: t(isFolded ? 'outline.open' : 'outline.close'),
      icon: IconListTree,
      run: () => setOpen(isFolded),
    },
    !phone && {
      name: 'problems',
      label: t(props.areProblemsOpen ? 'problems.hide' : 'problems.show'),
      icon: IconListCheck,
      run: props.onToggleProblems,
    },
  ]);
  return (
    <DesignerContext value={scope}>
      <div
        className={classes.panes}
        data-pane={shown ?? undefined}
        data-outline={isFolded ? 'closed' : undefined}
      >
        <nav className={classes.outline} aria-label={t('outline.title')} hidden={phone && pane !== 'outline'}>
          <div className={classes.head} data-closed={isFolded || undefined}>
            {!isFolded && <h2 className={classes.heading}>{t('outline.title')}</h2>}
            {!phone && (
              <Tooltip label={t(isFolded ? 'outline.open' : 'outline.close')} position="right">
                <ActionIcon
                  aria-label={t(isFolded ? 'outline.open' : 'outline.close')}
                  aria-expanded={!isFolded}
                  onClick={() => setOpen(isFolded)}
                >
                  {isFolded ? <IconListTree size={16} /> : <IconLayoutSidebarLeftCollapse size={16} />}
                </ActionIcon>
              </Tooltip>
            )}
          </div>
          {scope && !isFolded && <OutlineTree onPick={phone ? () => setPane('properties') : undefined} />}
        </nav>
        <section className={classes.canvas} aria-label={t('canvas.label')}>
          <div ref={host} className={classes.host} />
          {cover}
          {props.report && scope && <ImportNote report={props.report} />}
        </section>
        <aside
          className={classes.properties}
          aria-label={t('properties.title')}
          hidden={phone && pane !== 'properties'}
        >
          {scope && element && <PropertiesPanel element={element} />}
        </aside>
        {scope && phone && pane === 'problems' && (
          <section className={classes.whole} aria-label={t('problems.title')} data-whole>
            <ProblemList onJump={toMap} />
          </section>
        )}
        {scope && !phone && (
          <div className={classes.problems}>
            <ProblemsBar isOpen={props.areProblemsOpen} onToggle={props.onToggleProblems} />
          </div>
        )}
      </div>
      {phone && <PaneTabs pane={pane} problems={scope?.findings.length ?? 0} onPick={setPane} />}
    </DesignerContext>
  );
}
