/**
 * What a change of a record needs beside what was chosen: the reason of a status that asks for one, known beforehand, and
 * the fields that a stage lacks, named by its refusal. The person is asked in a panel, and the answer goes with the change.
 */
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { routes, type EntityMeta, type FieldMeta } from '#contract';
import { useShellPanels } from '../../app/shell/shell-panels.ts';
import { useRoute, type ApiError } from '../../client/index.ts';
import { useLocalized } from '../../i18n/use-locale.ts';
import { optionOf } from './field-values.ts';
import { asksReason, isReasonGiven, reasonFields } from './status-reason.ts';

type Values = Readonly<Record<string, unknown>>;

export interface AskedFirst {
  /** What has to be written with these fields; null when the person gave up. */
  reasonWith(entity: string, fields: Values): Promise<Values | null>;
  /** Whether what the refusal names can be filled in here. */
  canMend(entity: string, error: ApiError): boolean;
  /** What the refusal names as missing; null when the person gave up. */
  missingOf(entity: string, error: ApiError): Promise<Values | null>;
}

const text = z.object({ en: z.string(), ru: z.string() });
const blocked = z.object({
  label: text,
  missing: z.array(z.object({ field: z.string().nullable(), text })).min(1),
});

export function useAskedFirst(): AskedFirst {
  const { t } = useTranslation(['records', 'sales']);
  const localized = useLocalized();
  const panels = useShellPanels();
  const entities = useRoute(routes.records.entities, {}, { staleTime: 300_000 }).data?.items ?? [];
  const metaOf = (entity: string): EntityMeta | undefined => entities.find((one) => one.entity === entity);
  const ask = (asked: {
    readonly title: string;
    readonly hint: string;
    readonly fields: readonly FieldMeta[];
  }): Promise<Values | null> =>
    new Promise((resolve) => panels.open({ kind: 'askFields', ...asked, onAnswer: resolve }));
  const missingIn = (entity: string, error: ApiError) => {
    const parsed = blocked.safeParse(error.code === 'CRM_STAGE_BLOCKED' ? error.details : null);
    if (!parsed.success) return null;
    const keys = parsed.data.missing.map(({ field }) => field);
    const fields = (metaOf(entity)?.fields ?? []).filter(
      ({ key, readOnly }) => keys.includes(key) && !readOnly,
    );
    const isWhole = keys.every((key) => fields.some((field) => field.key === key));
    return isWhole ? { ...parsed.data, fields: fields.map((field) => ({ ...field, required: true })) } : null;
  };
  return {
    async reasonWith(entity, fields) {
      const meta = metaOf(entity);
      if (!meta || !asksReason(meta, fields) || isReasonGiven(meta, fields)) return fields;
      const status = meta.fields.find(({ key }) => key === meta.statusField);
      const option = status && optionOf(status, String(fields[status.key]));
      const answer = await ask({
        title: t('records:reason.title', { status: option ? localized(option.label) : '' }),
        hint: t('records:reason.hint'),
        fields: reasonFields(meta),
      });
      return answer && { ...fields, ...answer };
    },
    canMend: (entity, error) => missingIn(entity, error) !== null,
    async missingOf(entity, error) {
      const missing = missingIn(entity, error);
      if (!missing) return null;
      return ask({
        title: t('sales:path.blockedTitle', { stage: localized(missing.label) }),
        hint: missing.missing.map((one) => localized(one.text)).join('; '),
        fields: missing.fields,
      });
    },
  };
}
