import { ActionIcon, Button, Group, Text } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type StructurePosition } from '#contract';
import { useAction } from '../../client/index.ts';
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import { UserPicker } from '../../ui/pickers/user-picker.tsx';
import { Section } from '../../ui/section.tsx';
import classes from './structure.module.css';
import { STRUCTURE_READS } from './use-structure-action.ts';

/** Who holds a position; people are appointed and dismissed at once. */
export function PositionHolders({ position }: { readonly position: StructurePosition }) {
  const { t } = useTranslation('structure');
  const [chosen, setChosen] = useState<string | null>(null);
  const { id, holders } = position;
  const invalidate = STRUCTURE_READS;
  const appoint = useAction(routes.structure.appoint, { invalidate, onSuccess: () => setChosen(null) });
  const dismiss = useAction(routes.structure.dismiss, { invalidate });
  return (
    <Section title={t('holders')} count={holders.length}>
      {holders.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('noHolders')}
        </Text>
      )}
      <ul className={classes.list}>
        {holders.map((person) => (
          <li key={person.id} className={classes.row}>
            <span className={classes.facts}>
              <PersonAvatar person={person} withName />
              {!person.isActive && <span className={classes.dim}>{t('left')}</span>}
            </span>
            <ActionIcon
              aria-label={t('dismiss', { name: person.name })}
              loading={dismiss.pending}
              onClick={() => dismiss.run({ params: { id, userId: person.id } })}
            >
              <IconX size={16} />
            </ActionIcon>
          </li>
        ))}
      </ul>
      <Group align="flex-end" gap="xs" mt="xs" wrap="nowrap">
        <div className={classes.grow}>
          <UserPicker label={t('appoint')} value={chosen} onChange={setChosen} />
        </div>
        <Button
          disabled={chosen === null}
          loading={appoint.pending}
          onClick={() => chosen !== null && appoint.run({ params: { id, userId: chosen } })}
        >
          {t('appoint')}
        </Button>
      </Group>
      <Text size="xs" c="dimmed" mt={4}>
        {t('appointHint')}
      </Text>
    </Section>
  );
}
