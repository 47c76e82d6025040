import { ActionIcon, Button, Select, Stack, Text, Tooltip } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type OrgChart, type RecordView } from '#contract';
import { useAction, useRoute } from '../../client/index.ts';
import { offerUndo } from '../lists/offer-undo.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { RecordLink } from '../../ui/record-link.tsx';
import { Section } from '../../ui/section.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import classes from '../sales/sales.module.css';

type Person = OrgChart['people'][number];
type Relation = OrgChart['relations'][number];
const KINDS = ['reports_to', 'assistant_of', 'family'] as const;

/** Who stands where at the customer's: superiors above, whom they lead below. */
export function OrgChartBlock({ record }: { readonly record: RecordView }) {
  const { t } = useTranslation(['sales', 'common']);
  const [adding, setAdding] = useState(false);
  const chart = useRoute(routes.collaboration.orgChart, { params: { id: record.id } });
  const release = useAction(routes.collaboration.releaseContacts, {
    invalidate: [routes.collaboration.orgChart],
  });
  const relate = useAction(routes.collaboration.relateContacts, {
    invalidate: [routes.collaboration.orgChart],
  });
  const takeAway = async ({ id, ...link }: Relation, name: string): Promise<void> => {
    await release.runAsync({ params: { id } });
    offerUndo({
      id: `released-${id}`,
      message: t('sales:chart.released', { name }),
      undo: t('common:actions.undo'),
      onUndo: () => relate.run({ body: link }),
    });
  };
  // What failed is told already.
  const giveUp = (link: Relation, name: string): void => void takeAway(link, name).catch(() => undefined);
  if (chart.data && chart.data.people.length < 2) return null;
  return (
    <Section
      title={t('sales:chart.title')}
      actions={
        record.rights.edit && (
          <Tooltip label={t('sales:chart.add')}>
            <ActionIcon aria-label={t('sales:chart.add')} onClick={() => setAdding(true)}>
              <IconPlus size={16} />
            </ActionIcon>
          </Tooltip>
        )
      }
    >
      <Loaded query={chart} compact>
        {(known) => {
          const superior = known.relations.filter((one) => one.kind === 'reports_to');
          const others = known.relations.filter((one) => one.kind !== 'reports_to');
          const involved = (id: string) => superior.some((one) => one.fromId === id || one.toId === id);
          const roots = known.people.filter(
            (person) => involved(person.id) && !superior.some((one) => one.fromId === person.id),
          );
          const nameOf = (id: string) => known.people.find((person) => person.id === id)?.name ?? '';
          const branch = (person: Person) => {
            const above = superior.find((one) => one.fromId === person.id);
            const below = superior.flatMap(
              (one) =>
                (one.toId === person.id && known.people.find((other) => other.id === one.fromId)) || [],
            );
            return (
              <li key={person.id}>
                <span className={classes.person}>
                  <span className={classes.grow}>
                    <RecordLink record={{ entity: 'contact', id: person.id, title: person.name }} />
                    {person.positionText && <div className={classes.dim}>{person.positionText}</div>}
                  </span>
                  {above && record.rights.edit && (
                    <ActionIcon
                      aria-label={t('sales:chart.release', {
                        name: `${person.name} – ${nameOf(above.toId)}`,
                      })}
                      onClick={() => giveUp(above, `${person.name} – ${nameOf(above.toId)}`)}
                    >
                      <IconX size={13} />
                    </ActionIcon>
                  )}
                </span>
                {below.length > 0 && <ul>{below.map(branch)}</ul>}
              </li>
            );
          };
          return (
            <>
              {known.relations.length === 0 && (
                <Text size="sm" c="dimmed">
                  {t('sales:chart.none')}
                </Text>
              )}
              <ul className={classes.tree}>{roots.map(branch)}</ul>
              <ul className={classes.list}>
                {others.map((one) => (
                  <li key={one.id}>
                    <span className={classes.grow}>
                      {nameOf(one.fromId)} {t(`sales:chart.kinds.${one.kind}`)}: {nameOf(one.toId)}
                    </span>
                    {record.rights.edit && (
                      <ActionIcon
                        aria-label={t('sales:chart.release', { name: nameOf(one.fromId) })}
                        onClick={() => giveUp(one, `${nameOf(one.fromId)} – ${nameOf(one.toId)}`)}
                      >
                        <IconX size={13} />
                      </ActionIcon>
                    )}
                  </li>
                ))}
              </ul>
            </>
          );
        }}
      </Loaded>
      {adding && chart.data && <RelatePanel people={chart.data.people} onClose={() => setAdding(false)} />}
    </Section>
  );
}

interface RelatePanelProps {
  readonly people: readonly Person[];
  readonly onClose: () => void;
}

function RelatePanel({ people, onClose }: RelatePanelProps) {
  const { t } = useTranslation(['sales', 'common']);
  const [fromId, setFrom] = useState<string | null>(null);
  const [toId, setTo] = useState<string | null>(null);
  const [kind, setKind] = useState<(typeof KINDS)[number]>('reports_to');
  const relate = useAction(routes.collaboration.relateContacts, {
    invalidate: [routes.collaboration.orgChart],
    onSuccess: onClose,
  });
  const choices = (without: string | null) =>
    people.filter((person) => person.id !== without).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <SidePanel
      title={t('sales:chart.add')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common:actions.cancel')}</Button>
          <Button
            variant="filled"
            disabled={!fromId || !toId}
            loading={relate.pending}
            onClick={() => fromId && toId && relate.run({ body: { fromId, toId, kind } })}
          >
            {t('common:actions.save')}
          </Button>
        </>
      }
    >
      <Stack gap="sm">
        <Select label={t('sales:chart.person')} data={choices(toId)} value={fromId} onChange={setFrom} />
        <Select
          label={t('sales:chart.kind')}
          allowDeselect={false}
          data={KINDS.map((value) => ({ value, label: t(`sales:chart.kinds.${value}`) }))}
          value={kind}
          onChange={(value) => value && setKind(value as (typeof KINDS)[number])}
        />
        <Select label={t('sales:chart.other')} data={choices(fromId)} value={toId} onChange={setTo} />
      </Stack>
    </SidePanel>
  );
}
