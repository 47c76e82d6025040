import { Alert, Button, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type ChoiceList } from '#contract';
import type { ApiError } from '../../client/index.ts';
import { useSaveSetting } from '../../features/settings/use-save-setting.ts';
import { SidePanel } from '../../ui/side-panel.tsx';
import { ChoiceFields } from './choice-fields.tsx';
import { ChoiceUses } from './choice-uses.tsx';
import { useListName } from './use-list-name.ts';

interface ChoicesPanelProps {
  readonly list: ChoiceList;
  readonly onClose: () => void;
}

/** A row has a key of its own: the code of a new choice is still being typed. */
interface Row {
  readonly key: string;
  readonly isNew: boolean;
  readonly choice: ChoiceList['choices'][number];
}

/** The choices of one list in their order; one opens for its names, tone and meaning. */
export function ChoicesPanel({ list, onClose }: ChoicesPanelProps) {
  const { t } = useTranslation(['choices', 'settings']);
  const name = useListName()(list);
  const [rows, setRows] = useState<readonly Row[]>(() =>
    list.choices.map((choice) => ({ key: choice.value, isNew: false, choice })),
  );
  const [opened, setOpened] = useState<string | null>(null);
  const [inUse, setInUse] = useState<ApiError | null>(null);
  const { save, problemOf } = useSaveSetting(routes.choices.saveChoices, {
    invalidate: [routes.choices.choiceLists, routes.choices.choicesOf, routes.records.entities],
    onSaved: onClose,
    explain: (error) => {
      const isUse = error.code === 'CRM_CHOICE_IN_USE';
      if (isUse) setInUse(error);
      return isUse;
    },
  });
  const change = (key: string, part: Partial<Row['choice']>): void =>
    setRows(rows.map((row) => (row.key === key ? { ...row, choice: { ...row.choice, ...part } } : row)));
  const move = (at: number, by: number): void => {
    const next = [...rows];
    const [moved] = next.splice(at, 1);
    if (moved) next.splice(at + by, 0, moved);
    setRows(next);
  };
  const add = (): void => {
    const key = `new ${rows.length}`;
    const choice = {
      ...{ value: '', label: { en: '', ru: '' }, tone: 'neutral' as const, active: true, isKept: false },
      asksReason: false,
      baseState: list.states[0] ?? null,
    };
    setRows([...rows, { key, isNew: true, choice }]);
    setOpened(key);
  };
  const submit = (): void => {
    setInUse(null);
    const choices = rows.map(({ choice: { isKept, ...choice } }) => (void isKept, choice));
    save.run({ params: { list: list.list }, body: { choices, version: list.version } });
  };
  const isAtRow = rows.some(({ choice }) => problemOf(`choices.${choice.value}`) !== undefined);
  const problem = isAtRow ? undefined : problemOf('choices');
  return (
    <SidePanel
      title={name}
      width={560}
      onClose={onClose}
      footer={
        <Button
          variant="filled"
          loading={save.pending}
          disabled={rows.some(({ choice }) => choice.value === '')}
          onClick={submit}
        >
          {t('settings:save')}
        </Button>
      }
    >
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t(list.takesMore ? 'choices:panelHint' : 'choices:fixedHint')}
        </Text>
        {inUse && (
          <Alert color="red" title={t('choices:inUse')}>
            <ChoiceUses error={inUse} nameOf={(code) => rows.find((row) => row.key === code)?.choice.label} />
          </Alert>
        )}
        {problem !== undefined && (
          <Text size="sm" c="red" role="alert">
            {problem}
          </Text>
        )}
        <ul style={{ margin: 0, padding: 0, listStyle: 'none' }} aria-label={name}>
          {rows.map(({ key, isNew, choice }, at) => (
            <ChoiceFields
              key={key}
              choice={choice}
              states={list.states}
              mayAsk={list.mayAsk}
              isNew={isNew}
              isOpen={opened === key}
              error={problemOf(`choices.${choice.value}`)}
              onOpen={() => setOpened(opened === key ? null : key)}
              onChange={(part) => change(key, part)}
              onUp={at > 0 ? () => move(at, -1) : null}
              onDown={at < rows.length - 1 ? () => move(at, 1) : null}
              onDrop={isNew ? () => setRows(rows.filter((row) => row.key !== key)) : null}
            />
          ))}
        </ul>
        {list.takesMore && (
          <div>
            <Button size="compact-sm" onClick={add}>
              {t('choices:add')}
            </Button>
          </div>
        )}
      </Stack>
    </SidePanel>
  );
}
