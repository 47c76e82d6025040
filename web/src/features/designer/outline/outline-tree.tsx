import { useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { StatusIcon } from '../../../ui/status-icon.tsx';
import { useDesignerScope } from '../designer-context.ts';
import { useTypeWord } from '../properties/use-type-word.ts';
import { flatOutline, type FlatItem } from '../session/known-variables.ts';
import { ElementIcon } from './element-icon.tsx';
import classes from './outline-tree.module.css';

interface OutlineTreeProps {
  readonly onPick?: () => void;
}

const STEPS: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowDown: (at, last) => Math.min(at + 1, last),
  ArrowUp: (at) => Math.max(at - 1, 0),
  Home: () => 0,
  End: (_at, last) => last,
};

/** The diagram as a tree in reading order: the text twin of the canvas, walked with the arrow keys. */
export function OutlineTree({ onPick }: OutlineTreeProps) {
  const { t } = useTranslation('designer');
  const { outline, select, selectedId, findings, handle } = useDesignerScope();
  const tree = useRef<HTMLUListElement>(null);
  const typeWord = useTypeWord();
  const rows = flatOutline(outline);
  const current = Math.max(
    0,
    rows.findIndex((row) => row.id === selectedId),
  );
  const troubled = new Map(
    findings.map((finding) => [finding.elementId, finding.severity] as const).reverse(),
  );
  const targetWord = (id: string): string => {
    const target = rows.find((row) => row.id === id);
    return target ? typeWord(target) : id;
  };
  const onKeyDown = (event: KeyboardEvent, row: FlatItem, at: number): void => {
    const next = STEPS[event.key]?.(at, rows.length - 1);
    if (next !== undefined) {
      event.preventDefault();
      select(rows[next]?.id ?? null);
      tree.current?.querySelectorAll<HTMLElement>('[role=treeitem]')[next]?.focus();
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      select(row.id);
      onPick?.();
    } else if (event.key === 'Delete' && row.type !== 'bpmn:Process') {
      event.preventDefault();
      handle.removeElement(row.id);
    }
  };
  return (
    <ul ref={tree} role="tree" aria-label={t('outline.title')} className={classes.tree}>
      {rows.map((row, at) => {
        const trouble = troubled.get(row.id);
        return (
          <li
            key={row.id}
            role="treeitem"
            aria-level={row.depth + 1}
            aria-selected={row.id === selectedId}
            tabIndex={at === current ? 0 : -1}
            className={classes.row}
            style={{ '--depth': row.depth }}
            onClick={() => {
              select(row.id);
              onPick?.();
            }}
            onKeyDown={(event) => onKeyDown(event, row, at)}
          >
            <ElementIcon type={row.type} kind={row.kind} />
            <span className={classes.words}>
              <span className={classes.name} data-unnamed={row.name ? undefined : true}>
                {row.name ?? typeWord(row)}
              </span>
              {row.next.length > 1 && (
                <span className={classes.next}>
                  {row.next
                    .map((way) => way.flowName ?? way.targetName ?? targetWord(way.targetId))
                    .join(' · ')}
                </span>
              )}
            </span>
            {trouble && <StatusIcon tone={trouble === 'error' ? 'failed' : 'late'} size={13} />}
          </li>
        );
      })}
    </ul>
  );
}
