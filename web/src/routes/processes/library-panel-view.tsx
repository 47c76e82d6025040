import { DiscardDraftPanel } from './discard-draft-panel.tsx';
import type { LibraryPanel } from './library-panel.ts';
import { NewProcessPanel } from './new-process-panel.tsx';
import { ReadyPanel } from './ready-panel.tsx';
import { StartByHandPanel } from './start-by-hand-panel.tsx';
import { VersionsPanel } from './versions-panel.tsx';

interface LibraryPanelViewProps {
  readonly panel: LibraryPanel;
  readonly onClose: () => void;
}

export function LibraryPanelView({ panel, onClose }: LibraryPanelViewProps) {
  switch (panel.kind) {
    case 'new':
      return <NewProcessPanel onClose={onClose} />;
    case 'ready':
      return <ReadyPanel onClose={onClose} />;
    case 'versions':
      return <VersionsPanel process={panel.process} onClose={onClose} />;
    case 'start':
      return <StartByHandPanel process={panel.process} onClose={onClose} />;
    case 'discard':
      return <DiscardDraftPanel process={panel.process} onClose={onClose} />;
  }
}
