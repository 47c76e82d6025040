import { ActionIcon, Menu } from '@mantine/core';
import { IconDownload, IconFileCode, IconPhoto } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ModelerHandle } from '#modeler';
import { useReportError } from '../../client/index.ts';
import { BPMN_TYPE, saveFile, SVG_TYPE } from '../../ui/save-file.ts';
import { usePageActions } from '../../ui/actions/page-actions.ts';

interface DownloadMenuProps {
  readonly processKey: string;
  readonly handle: ModelerHandle | null;
}

/** The diagram as it is drawn now, as a file for another modeler or as a picture. */
export function DownloadMenu({ processKey, handle }: DownloadMenuProps) {
  const { t } = useTranslation('designer');
  const report = useReportError();
  const download = (extension: 'bpmn' | 'svg', type: string, content: Promise<string> | undefined): void => {
    content?.then((text) => saveFile({ name: `${processKey}.${extension}`, type, content: text }), report);
  };
  const bpmn = (): void => download('bpmn', BPMN_TYPE, handle?.exportXml());
  const svg = (): void => download('svg', SVG_TYPE, handle?.exportSvg());
  usePageActions([
    handle && {
      name: 'download-bpmn',
      label: `${t('header.download')}: ${t('header.downloadBpmn')}`,
      icon: IconFileCode,
      run: bpmn,
    },
    handle && {
      name: 'download-svg',
      label: `${t('header.download')}: ${t('header.downloadSvg')}`,
      icon: IconPhoto,
      run: svg,
    },
  ]);
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={t('header.download')} title={t('header.download')} disabled={!handle}>
          <IconDownload size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconFileCode size={16} />} onClick={bpmn}>
          {t('header.downloadBpmn')}
        </Menu.Item>
        <Menu.Item leftSection={<IconPhoto size={16} />} onClick={svg}>
          {t('header.downloadSvg')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
