/**
 * Ends an export in the books: how many rows went, and where that is unusual the administrators are told in the product
 * and by mail, all in one transaction. Whoever took the rows out is among them when he is one: his session may be another's.
 */
import type { ExportAlarm, RequestUser } from '#crm';
import { inCrmTransaction } from '../commands/in-crm-transaction.ts';
import type { ApiContext } from '../context.ts';
import { queueNotice } from '../mail/queue-notice.ts';

export interface ExportBooks {
  finish(user: RequestUser, run: { readonly id: string; readonly rows: number }): Promise<void>;
}

export function createExportBooks(
  context: ApiContext,
  mail: { readonly sender: string; readonly publicUrl: string },
): ExportBooks {
  return {
    finish: (user, run) =>
      inCrmTransaction(context, async (transaction) => {
        const alarm = await context.crm.exportGuard.finish({ user, transaction }, run);
        if (alarm === null) return;
        for (const { email, locale } of alarm.administrators)
          await queueNotice(transaction.client, {
            id: context.ids.next(),
            to: email,
            ...wordsOf(alarm, locale, mail.publicUrl),
            at: context.clock.now(),
            sender: mail.sender,
          });
      }),
  };
}

const REASONS: Readonly<
  Record<'en' | 'ru', Readonly<Record<ExportAlarm['run']['reasons'][number], string>>>
> = {
  en: {
    rows: 'more rows at once than is usual for anybody',
    habit: 'far more rows than this person is used to take out',
    night: 'at night',
    everything: 'everything of the company',
  },
  ru: {
    rows: 'строк больше, чем обычно выгружает кто-либо',
    habit: 'намного больше, чем этот человек выгружает обычно',
    night: 'ночью',
    everything: 'все данные компании',
  },
};

function wordsOf(
  { run }: ExportAlarm,
  locale: 'en' | 'ru',
  publicUrl: string,
): { readonly subject: string; readonly text: string } {
  const rows = new Intl.NumberFormat(locale).format(run.rows);
  const why = run.reasons.map((reason) => REASONS[locale][reason]).join('; ');
  const address = `${publicUrl}/admin/sign-in`;
  return locale === 'ru'
    ? {
        subject: `Необычная выгрузка: ${run.person.name}`,
        text: `${run.person.name} выгружает данные: «${run.fileName}», строк: ${rows}.\nПочему это необычно: ${why}.\n\nПосмотреть и отметить: ${address}\n`,
      }
    : {
        subject: `Unusual export: ${run.person.name}`,
        text: `${run.person.name} took data out: “${run.fileName}”, ${rows} rows.\nWhy it is unusual: ${why}.\n\nLook into it: ${address}\n`,
      };
}
