import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { routes } from '#contract';
import { paths } from '../../app/paths.ts';
import { useAction } from '../../client/index.ts';
import { nameOfFile } from './name-of-file.ts';

const SIZE_MAX = 5_000_000;

interface FileImport {
  /** Asks for a file. */
  pick(): void;
  importFile(file: File): void;
  readonly pending: boolean;
}

/** A file drawn elsewhere becomes a draft and opens in the designer with its findings. */
export function useImportFile(): FileImport {
  const { t } = useTranslation('processes');
  const navigate = useNavigate();
  const create = useAction(routes.processes.createProcess, {
    invalidate: [routes.processes.listProcesses],
    onSuccess: (draft) => void navigate(paths.designer(draft.processKey), { state: { problems: true } }),
  });
  const refuse = (message: string): void =>
    void notifications.show({ title: t('importRefused'), message, color: 'red', autoClose: 10_000 });
  const importFile = (file: File): void => {
    if (file.size > SIZE_MAX) return refuse(t('importTooLarge'));
    const read = async (): Promise<void> => {
      const xml = await file.text();
      if (!/<(\w+:)?definitions[\s>]/.test(xml)) return refuse(t('importNotBpmn', { name: file.name }));
      create.run({ body: { name: nameOfFile(file.name, xml), xml } });
    };
    void read().catch(() => refuse(t('importUnreadable', { name: file.name })));
  };
  const pick = (): void => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = '.bpmn,.xml,application/xml,text/xml';
    input.addEventListener('change', () => {
      const file = input.files?.item(0);
      if (file) importFile(file);
    });
    input.click();
  };
  return { pick, importFile, pending: create.pending };
}
