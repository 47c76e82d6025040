import { ActionIcon, Tooltip } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type DefinitionSummary } from '#contract';
import { api, useReportError } from '../../client/index.ts';
import { BPMN_TYPE, saveFile } from '../../ui/save-file.ts';

/** A published version as the file that was published. */
export function DownloadVersion({ version }: { readonly version: DefinitionSummary }) {
  const { t } = useTranslation('processes');
  const report = useReportError();
  const [pending, setPending] = useState(false);
  const label = t('versions.download', { version: version.version });
  const download = async (): Promise<void> => {
    setPending(true);
    try {
      const { xml } = await api.call(routes.processes.definition, { params: { id: version.id } });
      const name = `${version.processKey}-v${version.version}.bpmn`;
      saveFile({ name, type: BPMN_TYPE, content: xml });
    } catch (error) {
      report(error);
    }
    setPending(false);
  };
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} loading={pending} onClick={() => void download()}>
        <IconDownload size={16} />
      </ActionIcon>
    </Tooltip>
  );
}
