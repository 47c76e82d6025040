import { Button, Menu } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { routes, type EntityMeta, type RecordRelation, type RecordView } from '#contract';
import { useEntities } from '../../app/shell/navigation.ts';
import { useShellPanels } from '../../app/shell/shell-panels.ts';
import { useLive, useRoute } from '../../client/index.ts';
import { RelatedList } from './related-list.tsx';
import { useRelationWords } from './use-relation-words.ts';

/** Shown also while they are empty: what such a page is mostly for. */
const ALWAYS: Readonly<Record<string, readonly string[]>> = {
  account: ['deals', 'tickets', 'activities'],
  contact: ['deals', 'tickets', 'activities'],
  lead: ['activities'],
  deal: ['activities'],
  ticket: ['activities', 'tickets'],
};

interface Listed {
  readonly relation: RecordRelation;
  readonly meta: EntityMeta;
  readonly isOneOfMany: boolean;
}

/** What points to the record: a list for each field of any kind that has some here, and the way to the first of others. */
export function RelatedLists({ record }: { readonly record: RecordView }) {
  const entities = useEntities();
  const relations = useRoute(routes.records.relations, { params: { entity: record.entity, id: record.id } });
  const listed = (relations.data?.items ?? []).flatMap((relation, _place, all): Listed[] => {
    const meta = entities.find((one) => one.entity === relation.entity);
    const isOneOfMany = all.filter((other) => other.entity === relation.entity).length > 1;
    return meta?.rights.read ? [{ relation, meta, isOneOfMany }] : [];
  });
  const isShown = ({ relation }: Listed): boolean =>
    relation.total > 0 || (ALWAYS[record.entity] ?? []).includes(relation.relation);
  const kinds = [...new Set(listed.map(({ meta }) => meta.entity))];
  return (
    <>
      {kinds.map((entity) => (
        <LiveRelations key={entity} entity={entity} />
      ))}
      {listed.filter(isShown).map((one) => (
        <RelatedList key={one.relation.relation} record={record} {...one} />
      ))}
      <AddConnected record={record} listed={listed.filter((one) => !isShown(one) && mayAdd(one))} />
    </>
  );
}

/** The first of its kind that somebody else connects makes a list. */
function LiveRelations({ entity }: { readonly entity: string }) {
  useLive({ kind: 'list', entity }, [routes.records.relations]);
  return null;
}

function mayAdd({ relation, meta }: Listed): boolean {
  const pointer = meta.fields.find((field) => field.key === relation.field);
  return meta.rights.create && pointer !== undefined && !pointer.readOnly;
}

/** What nobody has needs no room; what can be the first of its kind here stands in one menu. */
function AddConnected({
  record,
  listed,
}: {
  readonly record: RecordView;
  readonly listed: readonly Listed[];
}) {
  const { t } = useTranslation('records');
  if (listed.length === 0) return null;
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button size="compact-sm" variant="subtle" leftSection={<IconPlus size={14} />} my={8}>
          {t('related.connect')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {listed.map((one) => (
          <AddItem key={one.relation.relation} record={record} {...one} />
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function AddItem({ record, relation, meta, isOneOfMany }: Listed & { readonly record: RecordView }) {
  const panels = useShellPanels();
  const { title } = useRelationWords({ page: record.entity, relation, meta, isOneOfMany });
  if (relation.field === null) return null;
  const initial = { [relation.field]: record.id };
  return (
    <Menu.Item onClick={() => panels.open({ kind: 'create', entity: meta.entity, initial })}>
      {title}
    </Menu.Item>
  );
}
