import { ActionIcon, Title } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { InstanceCard, LiveMap } from '#contract';
import { ElementFacts } from '../../features/live-map/element-facts.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import classes from './element-pane.module.css';

interface ElementPaneProps {
  readonly element: { readonly id: string; readonly name: string | null };
  readonly map: LiveMap;
  readonly card: InstanceCard;
  /** Beside the map there is room; otherwise the facts lie over it. */
  readonly beside: boolean;
  readonly onClose: () => void;
}

/** Facts of the selected element, where they do not cover the map if that can be helped. */
export function ElementPane({ element, map, card, beside, onClose }: ElementPaneProps) {
  const { t } = useTranslation(['instance', 'common']);
  const name = element.name ?? t('instance:map.unnamed');
  const facts = <ElementFacts elementId={element.id} map={map} card={card} />;
  if (!beside) {
    return (
      <SidePanel title={name} onClose={onClose} takeFocus={false}>
        {facts}
      </SidePanel>
    );
  }
  return (
    <section className={classes.pane} aria-label={name}>
      <header className={classes.head}>
        <Title order={2}>{name}</Title>
        <ActionIcon aria-label={t('common:actions.close')} onClick={onClose}>
          <IconX size={18} />
        </ActionIcon>
      </header>
      {facts}
    </section>
  );
}
