import { Button, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { routes, type ConversionPlan, type EntityMeta, type PossibleParty, type RecordView } from '#contract';
import { paths } from '../../app/paths.ts';
import { useAction, useReportError, useRoute, type ApiError } from '../../client/index.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import { useEntity } from '../records/use-entity.ts';
import { AFTER_CONVERSION } from './after-conversion.ts';
import { BeginningStage } from './beginning-stage.tsx';
import { ConversionPart } from './conversion-part.tsx';
import { beginning, missingKeys, type PartEntity, type PartState } from './conversion-state.ts';

interface ConvertPanelProps {
  readonly record: RecordView;
  readonly onClose: () => void;
}

/** Account, contact and deal from a lead: each new, known already, or not needed; all in one step. */
export function ConvertPanel({ record, onClose }: ConvertPanelProps) {
  const { t } = useTranslation('sales');
  const params = { id: record.id };
  const plan = useRoute(routes.leads.conversionPlan, { params });
  const parties = useRoute(routes.leads.leadParties, { params });
  const metas = { account: useEntity('account'), contact: useEntity('contact'), deal: useEntity('deal') };
  const { account, contact, deal } = metas;
  if (plan.data && account && contact && deal)
    return (
      <ConvertForm
        record={record}
        plan={plan.data}
        metas={{ account, contact, deal }}
        parties={parties.data?.items ?? []}
        onClose={onClose}
      />
    );
  return (
    <SidePanel title={t('lead.convertTitle', { name: record.title })} onClose={onClose}>
      <Loaded query={plan}>{() => null}</Loaded>
    </SidePanel>
  );
}

interface ConvertFormProps extends ConvertPanelProps {
  readonly plan: ConversionPlan;
  readonly metas: Readonly<Record<PartEntity, EntityMeta>>;
  readonly parties: readonly PossibleParty[];
}

const PARTS: readonly PartEntity[] = ['account', 'contact', 'deal'];
const PATH = /^(?:body\.)?(account|contact|deal)\.fields\.(.+)$/;

function ConvertForm({ record, plan, metas, parties, onClose }: ConvertFormProps) {
  const { t } = useTranslation(['sales', 'common', 'form']);
  const navigate = useNavigate();
  const report = useReportError();
  const [states, setStates] = useState<Readonly<Record<PartEntity, PartState>>>({
    account: begun(record.fields['account']),
    contact: begun(record.fields['contact']),
    deal: begun(null),
  });
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const convert = useAction(routes.leads.convertLead, {
    invalidate: AFTER_CONVERSION,
    onSuccess: ({ dealId }) => {
      notifications.show({ message: t('sales:lead.done'), color: 'accent' });
      onClose();
      if (dealId) void navigate(paths.record('deal', dealId));
    },
    onError: (error: ApiError) => {
      const told = error.fields.flatMap(({ path, message }) => {
        const [, part, key] = PATH.exec(path) ?? [];
        return part && key ? [[`${part}.${key}`, message] as const] : [];
      });
      setErrors(Object.fromEntries(told));
      if (told.length === 0) report(error);
    },
  });
  const { needed } = beginning(plan.pipelines, states.deal);
  const partOf = (entity: PartEntity) => ({
    entity,
    planned: plan[entity],
    state: states[entity],
    errors: errorsOf(errors, entity),
    needed: entity === 'deal' ? needed : [],
  });
  const submit = (): void => {
    const missing = PARTS.filter((entity) => states[entity].mode === 'new').flatMap((entity) =>
      missingKeys(metas[entity], partOf(entity)).map((key) => [`${entity}.${key}`, t('form:required')]),
    );
    setErrors(Object.fromEntries(missing) as Record<string, string>);
    if (missing.length > 0) return;
    const { account, contact, deal } = states;
    convert.run({
      params: { id: record.id },
      body: {
        account: sentPart(account),
        contact: sentPart(contact),
        deal: deal.mode === 'none' ? null : { fields: { ...deal.values } },
      },
    });
  };
  const { account, contact } = states;
  const ready =
    (account.mode !== 'existing' || account.id !== null) &&
    (contact.mode !== 'existing' || contact.id !== null) &&
    (account.mode !== 'none' || contact.mode !== 'none');
  return (
    <SidePanel
      title={t('sales:lead.convertTitle', { name: record.title })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common:actions.cancel')}</Button>
          <Button variant="filled" disabled={!ready} loading={convert.pending} onClick={submit}>
            {t('sales:lead.convert')}
          </Button>
        </>
      }
    >
      <Stack gap="md">
        {PARTS.map((entity) => {
          const change = (state: PartState): void => {
            setStates({ ...states, [entity]: state });
            setErrors({});
          };
          return (
            <ConversionPart
              key={entity}
              {...partOf(entity)}
              meta={metas[entity]}
              parties={parties}
              title={titleOf(states[entity].id, record, parties)}
              onChange={change}
            >
              {entity === 'deal' && (
                <BeginningStage pipelines={plan.pipelines} state={states.deal} onChange={change} />
              )}
            </ConversionPart>
          );
        })}
      </Stack>
    </SidePanel>
  );
}

function begun(known: unknown): PartState {
  const id = typeof known === 'string' && known !== '' ? known : null;
  return { mode: id === null ? 'new' : 'existing', id, values: {} };
}

function errorsOf(errors: Readonly<Record<string, string>>, entity: PartEntity): Record<string, string> {
  const own = Object.entries(errors).filter(([key]) => key.startsWith(`${entity}.`));
  return Object.fromEntries(own.map(([key, message]) => [key.slice(entity.length + 1), message]));
}

function sentPart({ mode, id, values }: PartState) {
  if (mode === 'none') return null;
  return mode === 'existing' && id !== null ? { id } : { fields: { ...values } };
}

function titleOf(
  id: string | null,
  record: RecordView,
  parties: readonly PossibleParty[],
): string | undefined {
  const linked = Object.values(record.links).find((link) => link?.id === id);
  return linked?.title ?? parties.find((party) => party.id === id)?.title;
}
