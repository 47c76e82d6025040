import { AskFieldsPanel } from '../../features/records/ask-fields-panel.tsx';
import { CreateRecordPanel } from '../../features/records/create-record-panel.tsx';
import { NotificationsPanel } from '../../features/collaboration/notifications-panel.tsx';
import { QuestionsPanel } from '../../features/questions/questions-panel.tsx';
import { StartProcessPanel } from '../../features/starting/start-process-panel.tsx';
import { AbsencesPanel } from '../../features/structure/absences-panel.tsx';
import { ShortcutsPanel } from './shortcuts-panel.tsx';
import { useShellPanels } from './shell-panels.ts';

/** The one open panel of the shell. */
export function ShellPanelView() {
  const { panel, close } = useShellPanels();
  if (!panel) return null;
  switch (panel.kind) {
    case 'create':
      return (
        <CreateRecordPanel key={panel.entity} entity={panel.entity} initial={panel.initial} onClose={close} />
      );
    case 'start':
      return (
        <StartProcessPanel
          key={panel.process?.processKey}
          record={panel.record}
          process={panel.process}
          onClose={close}
        />
      );
    case 'absences':
      return <AbsencesPanel key={panel.person.id} person={panel.person} onClose={close} />;
    case 'askFields': {
      const answer = (values: Readonly<Record<string, unknown>> | null): void => {
        close();
        panel.onAnswer(values);
      };
      return <AskFieldsPanel key={panel.title} {...panel} onAnswer={answer} onClose={() => answer(null)} />;
    }
    case 'questions':
      return <QuestionsPanel onClose={close} />;
    case 'notifications':
      return <NotificationsPanel onClose={close} />;
    case 'shortcuts':
      return <ShortcutsPanel onClose={close} />;
  }
}
