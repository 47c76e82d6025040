import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { routes } from '#contract';
import { paths } from '../../app/paths.ts';
import { useAction } from '../../client/index.ts';
import { sampleDiagram } from './sample-diagram.ts';

interface SampleProcess {
  begin(): void;
  readonly pending: boolean;
}

/** A draft that is drawn already and opens in the designer: something to change is easier than an empty canvas. */
export function useSampleProcess(): SampleProcess {
  const { t } = useTranslation('processes');
  const navigate = useNavigate();
  const create = useAction(routes.processes.createProcess, {
    invalidate: [routes.processes.listProcesses],
    onSuccess: (draft) => void navigate(paths.designer(draft.processKey)),
  });
  const begin = (): void => {
    const name = t('sample.name');
    const xml = sampleDiagram({
      name,
      begin: t('sample.came'),
      task: t('sample.task'),
      approved: t('sample.approved'),
      declined: t('sample.declined'),
    });
    create.run({ body: { name, xml } });
  };
  return { begin, pending: create.pending };
}
