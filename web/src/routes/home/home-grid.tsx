import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HomePart } from '#contract';
import { offerUndo } from '../../features/lists/offer-undo.tsx';
import { HomePartFrame } from './home-part.tsx';
import classes from './home.module.css';

interface HomeGridProps {
  readonly widgets: readonly HomePart[];
  readonly arranging: boolean;
  readonly onArrange: (widgets: readonly HomePart[]) => void;
}

/** The parts of a home in their order; dragged, moved by keys and taken away while it is arranged. */
export function HomeGrid({ widgets, arranging, onArrange }: HomeGridProps) {
  const { t } = useTranslation(['home', 'common']);
  const [dragged, setDragged] = useState<HomePart | null>(null);
  const place = (widget: HomePart, at: number): void => {
    const rest = widgets.filter((one) => one !== widget);
    onArrange([...rest.slice(0, at), widget, ...rest.slice(at)]);
  };
  const remove = (widget: HomePart, name: string): void => {
    onArrange(widgets.filter((one) => one !== widget));
    offerUndo({
      id: `home-${widget}`,
      message: t('home:removed', { name }),
      undo: t('common:actions.undo'),
      onUndo: () => onArrange(widgets),
    });
  };
  return (
    <div className={classes.grid} data-arranging={arranging || undefined}>
      {widgets.length === 0 && <p className={classes.dim}>{t('home:empty')}</p>}
      {widgets.map((widget, at) => (
        <HomePartFrame
          key={widget}
          part={widget}
          arranging={arranging}
          isFirst={at === 0}
          isLast={at === widgets.length - 1}
          onMove={(by) => place(widget, at + by)}
          onRemove={(name) => remove(widget, name)}
          onDragStart={() => setDragged(widget)}
          onDrop={() => {
            if (dragged !== null && dragged !== widget) place(dragged, at);
            setDragged(null);
          }}
        />
      ))}
    </div>
  );
}
