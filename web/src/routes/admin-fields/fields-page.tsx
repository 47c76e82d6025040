import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { routes, type CustomField, type EntityMeta } from '#contract';
import { paths } from '../../app/paths.ts';
import { useRoute } from '../../client/index.ts';
import { useLocalized } from '../../i18n/use-locale.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Section } from '../../ui/section.tsx';
import { AddedFields } from './added-fields.tsx';
import { FieldPanel } from './field-panel.tsx';
import { KindPanel } from './kind-panel.tsx';
import { OwnKindActions } from './own-kind.tsx';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import classes from './fields.module.css';

type Open = { readonly kind: 'field'; readonly field: CustomField | null } | { readonly kind: 'entity' };

/** What administrators add to the records: fields, and kinds of records of their own. */
export function FieldsPage() {
  const { t } = useTranslation('fields');
  const localized = useLocalized();
  const [chosen, setChosen] = useState('account');
  const [open, setOpen] = useState<Open | null>(null);
  const entities = useRoute(routes.records.entities);
  const nameOf = (meta: EntityMeta): string => {
    const kind = localized(meta.pluralLabel);
    return meta.isRetired ? t('retiredKind', { kind }) : kind;
  };
  return (
    <>
      <PageHeader
        title={t('title')}
        meta={t('hint')}
        actions={
          <ActionButton
            action={{ name: 'new-kind', label: t('newKind'), run: () => setOpen({ kind: 'entity' }) }}
          />
        }
      />
      <div className={classes.page}>
        <Loaded query={entities}>
          {({ items }) => {
            const kinds = items.filter((meta) => meta.takesFields);
            const meta = kinds.find((one) => one.entity === chosen) ?? kinds[0];
            if (!meta) return null;
            return (
              <>
                <NativeSelect
                  className={classes.kind}
                  label={t('kind')}
                  value={meta.entity}
                  data={kinds.map((one) => ({ value: one.entity, label: nameOf(one) }))}
                  onChange={(event) => {
                    setChosen(event.currentTarget.value);
                    setOpen(null);
                  }}
                />
                {meta.isCustom && <OwnKindActions key={meta.entity} meta={meta} />}
                <AddedFields
                  key={meta.entity}
                  meta={meta}
                  onOpen={(field) => setOpen({ kind: 'field', field })}
                />
                <ShippedFields meta={meta} />
                {open?.kind === 'field' && (
                  <FieldPanel
                    key={open.field ? `${open.field.id}:${open.field.version}` : meta.entity}
                    meta={meta}
                    kinds={items.filter(
                      (one) => !one.isRetired || one.entity === open.field?.referenceEntity,
                    )}
                    field={open.field}
                    onClose={() => setOpen(null)}
                  />
                )}
              </>
            );
          }}
        </Loaded>
      </div>
      {open?.kind === 'entity' && (
        <KindPanel
          onClose={() => setOpen(null)}
          onMade={(entity) => {
            setChosen(entity);
            setOpen(null);
          }}
        />
      )}
    </>
  );
}

function ShippedFields({ meta }: { readonly meta: EntityMeta }) {
  const { t } = useTranslation('fields');
  const localized = useLocalized();
  const fields = meta.fields.filter((field) => !field.isCustom);
  const choices = useRoute(routes.choices.choiceLists).data?.items ?? [];
  const lists = new Map(
    choices
      .filter((list) => list.lock === null)
      .flatMap(({ list, uses }) =>
        uses.filter((use) => use.entity === meta.entity).map((use) => [use.field, list] as const),
      ),
  );
  return (
    <Section title={t('shipped')} count={fields.length}>
      <ul className={classes.list}>
        {fields.map((field) => (
          <li key={field.key} className={classes.row}>
            <span className={classes.name}>{localized(field.label)}</span>
            {lists.get(field.key) && <Link to={paths.choices(lists.get(field.key))}>{t('editChoices')}</Link>}
            <code className={classes.dim}>{field.key}</code>
            <span className={classes.dim}>{t(`types.${field.type}`)}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
