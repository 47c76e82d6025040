import { useTranslation } from 'react-i18next';
import type { HomePart, HomeView, HomeWidget } from '#contract';
import { useViewPart, ViewRows } from './view-widget.tsx';
import { WidgetFrame, type WidgetFrameProps } from './widget-frame.tsx';
import { WIDGETS } from './widgets.tsx';

type HomePartFrameProps = Omit<WidgetFrameProps, 'name' | 'children' | 'onRemove'> & {
  readonly part: HomePart;
  readonly onRemove: (name: string) => void;
};

const isView = (part: HomePart): part is HomeView => part.startsWith('view:');

/** A part of the home in its frame: one of the product's, or a view of a list. */
export function HomePartFrame({ part, ...frame }: HomePartFrameProps) {
  return isView(part) ? <ViewFrame part={part} {...frame} /> : <ShippedFrame part={part} {...frame} />;
}

function ShippedFrame({
  part,
  onRemove,
  ...frame
}: Omit<HomePartFrameProps, 'part'> & { readonly part: HomeWidget }) {
  const { t } = useTranslation('home');
  const name = t(`widgets.${part}`);
  const Widget = WIDGETS[part];
  return (
    <WidgetFrame {...frame} name={name} onRemove={() => onRemove(name)}>
      <Widget />
    </WidgetFrame>
  );
}

function ViewFrame({
  part,
  onRemove,
  ...frame
}: Omit<HomePartFrameProps, 'part'> & { readonly part: HomeView }) {
  const { t } = useTranslation('home');
  const shown = useViewPart(part);
  const name = shown.isGone ? t('view.gone') : shown.name;
  return (
    <WidgetFrame {...frame} name={name} onRemove={() => onRemove(name)}>
      {shown.isGone && <p>{t('view.goneHint')}</p>}
      {shown.meta && shown.view && <ViewRows meta={shown.meta} view={shown.view} />}
    </WidgetFrame>
  );
}
