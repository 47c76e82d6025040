import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLocalized } from '../../i18n/use-locale.ts';
import { EntityIcon } from '../../ui/entity-icon.tsx';
import { useEntities } from './navigation.ts';
import { useShellPanels } from './shell-panels.ts';

export function CreateMenu() {
  const { t } = useTranslation('shell');
  const localized = useLocalized();
  const panels = useShellPanels();
  const creatable = useEntities().filter((entity) => entity.rights.create);
  if (creatable.length === 0) return null;
  return (
    <Menu position="bottom-end" width={200}>
      <Menu.Target>
        <Tooltip label={t('top.create')}>
          <ActionIcon variant="default" aria-label={t('top.create')}>
            <IconPlus size={17} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {creatable.map((entity) => (
          <Menu.Item
            key={entity.entity}
            leftSection={<EntityIcon entity={entity.entity} />}
            onClick={() => panels.open({ kind: 'create', entity: entity.entity })}
          >
            {localized(entity.label)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
