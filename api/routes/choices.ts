/** Choices of shipped fields; the CRM knows which rules name one, the engine which versions do. */
import type { routes, WebFormContent } from '#contract';
import type { ChoiceInUse, ChoiceListView } from '#crm';
import { recordWrite } from '../commands/record-write.ts';
import type { ApiContext } from '../context.ts';
import { listForms } from '../forms/form-rows.ts';
import { readMailSettings } from '../mail/mail-settings.ts';
import type { RouteHandlers } from '../middleware/mount-routes.ts';
import { decisionsOfChoice, usesOfChoice } from '../presenters/field-uses.ts';
import { plain } from '../presenters/plain.ts';

export function choiceHandlers(context: ApiContext): RouteHandlers<typeof routes.choices> {
  const { choices } = context.crm;
  return {
    choiceLists: async () => ({ items: plain(await choices.all()) }),
    saveChoices: async (request) => {
      const { list } = request.params;
      const before = await choices.find(list);
      const off = before.choices
        .filter(({ value, active }) => active && isOff(request.body.choices, value))
        .map((choice) => choice.value);
      const alsoUsed = (await Promise.all(off.map((code) => usesOutside(context, before, code)))).flat();
      return recordWrite(context, request, async (caller) =>
        plain(await choices.save(caller, { ...request.body, list, alsoUsed })),
      );
    },
    choicesOf: async ({ params }) => ({
      items: (await choices.find(params.list)).choices.map(({ value, label, tone, active }) => ({
        ...{ value, label, tone, active },
      })),
    }),
  };
}

function isOff(wanted: readonly { readonly value: string; readonly active: boolean }[], code: string) {
  return wanted.some(({ value, active }) => value === code && !active);
}

/** Versions of processes, decision tables and forms of the company's site: what the CRM does not know of. */
async function usesOutside(
  context: ApiContext,
  { list, uses }: ChoiceListView,
  code: string,
): Promise<ChoiceInUse[]> {
  const fields = uses.flatMap(({ entity, field }) => (field === null ? [] : [{ entity, key: field }]));
  const versions = await usesOfChoice(context, { fields, code });
  const decisions = await decisionsOfChoice(context, { fields, code });
  const forms = await listForms(context.pool);
  const sets = ({ makes, fixed, source }: WebFormContent): boolean =>
    (list === 'sales.source' && source === code) ||
    fixed.some(
      ({ key, value }) =>
        fields.some((field) => field.entity === makes && field.key === key) && [value].flat().includes(code),
    );
  const { rules } = await readMailSettings(context.pool);
  const isRuled =
    (list === 'ticket.type' && rules.some(({ type }) => type === code)) ||
    (list === 'ticket.priority' && rules.some(({ priority }) => priority === code));
  const same = (name: string) => ({ en: name, ru: name });
  return [
    ...versions.map(({ name, version }) => ({
      ...{ code, kind: 'process' as const, name: same(`${name}, ${version}`) },
    })),
    ...decisions.map(({ name, version }) => ({
      ...{ code, kind: 'decision' as const, name: same(`${name}, ${version}`) },
    })),
    ...forms
      .filter(({ active, content }) => active && sets(content))
      .map(({ content }) => ({ code, kind: 'webForm' as const, name: same(content.name) })),
    ...(isRuled ? [{ code, kind: 'mailRules' as const, name: same('') }] : []),
  ];
}
