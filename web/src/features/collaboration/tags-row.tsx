import { Button, TagsInput } from '@mantine/core';
import { IconTag } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type RecordView } from '#contract';
import { useAction, useRoute } from '../../client/index.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import classes from '../sales/sales.module.css';

/** Tags of a record below its title; changed where they stand. */
export function TagsRow({ record }: { readonly record: RecordView }) {
  const { t } = useTranslation(['sales', 'common']);
  const params = { entity: record.entity, id: record.id };
  const tags = useRoute(routes.collaboration.recordTags, { params });
  const [editing, setEditing] = useState<string[] | null>(null);
  const known = useRoute(routes.collaboration.tags, { query: {} }, { enabled: editing !== null });
  const save = useAction(routes.collaboration.setTags, {
    invalidate: [routes.collaboration.recordTags, routes.collaboration.tags, routes.records.timeline],
    onSuccess: () => setEditing(null),
  });
  const names = (tags.data?.items ?? []).map((tag) => tag.name);
  if (editing !== null)
    return (
      <div className={classes.tags}>
        <TagsInput
          aria-label={t('sales:tags.label')}
          placeholder={t('sales:tags.placeholder')}
          autoFocus
          maxTags={50}
          data={(known.data?.items ?? []).map((tag) => tag.name)}
          value={editing}
          onChange={setEditing}
          style={{ minWidth: 260 }}
        />
        <Button
          size="compact-sm"
          variant="filled"
          loading={save.pending}
          onClick={() => save.run({ params, body: { names: editing } })}
        >
          {t('common:actions.save')}
        </Button>
        <Button size="compact-sm" onClick={() => setEditing(null)}>
          {t('common:actions.cancel')}
        </Button>
      </div>
    );
  if (names.length === 0 && !record.rights.edit) return null;
  return (
    <div className={classes.tags} role="group" aria-label={t('sales:tags.label')}>
      {names.map((name) => (
        <span key={name} className={classes.tag}>
          {name}
        </span>
      ))}
      {record.rights.edit && (
        <ActionButton
          size="compact-xs"
          variant="subtle"
          color="gray"
          iconSize={13}
          action={{ name: 'tag', label: t('sales:tags.add'), icon: IconTag, run: () => setEditing(names) }}
        />
      )}
    </div>
  );
}
