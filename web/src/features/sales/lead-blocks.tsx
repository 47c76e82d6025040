import { Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type RecordView } from '#contract';
import { useAction, useRoute } from '../../client/index.ts';
import { useLocalized } from '../../i18n/use-locale.ts';
import { ConfirmPanel } from '../../ui/confirm-panel.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { RecordLink } from '../../ui/record-link.tsx';
import { Section } from '../../ui/section.tsx';
import { AFTER_CONVERSION } from './after-conversion.ts';
import { ConvertPanel } from './convert-panel.tsx';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import classes from './sales.module.css';

/** Turning a lead into a customer, or taking that back. */
export function LeadConversion({ record }: { readonly record: RecordView }) {
  const { t } = useTranslation('sales');
  const localized = useLocalized();
  const [open, setOpen] = useState<'convert' | 'undo' | null>(null);
  const params = { id: record.id };
  const state = useRoute(routes.leads.leadConversion, { params });
  const undo = useAction(routes.leads.undoConversion, {
    invalidate: AFTER_CONVERSION,
    onSuccess: () => {
      setOpen(null);
      notifications.show({ message: t('lead.undone'), color: 'accent' });
    },
  });
  const links = ['account', 'contact', 'convertedDeal'].flatMap((key) => record.links[key] ?? []);
  return (
    <Loaded query={state} compact>
      {({ conversion, builtUpon }) =>
        conversion === null ? (
          record.rights.edit && (
            <div className={classes.block}>
              <ActionButton
                variant="filled"
                fullWidth
                action={{ name: 'convert', label: t('lead.convert'), run: () => setOpen('convert') }}
              />
              {open === 'convert' && <ConvertPanel record={record} onClose={() => setOpen(null)} />}
            </div>
          )
        ) : (
          <Section title={t('lead.became')}>
            <ul className={classes.list}>
              {links.map((link) => (
                <li key={link.id}>
                  <RecordLink record={link} icon />
                </li>
              ))}
            </ul>
            {record.rights.edit && (
              <div className={classes.foot}>
                {builtUpon.length === 0 ? (
                  <ActionButton
                    action={{ name: 'convert-undo', label: t('lead.undo'), run: () => setOpen('undo') }}
                  />
                ) : (
                  <div>
                    <Text size="sm" c="dimmed">
                      {t('lead.built')}
                    </Text>
                    <ul className={classes.missing}>
                      {builtUpon.map((one) => (
                        <li key={one.text.en}>{localized(one.text)}</li>
                      ))}
                    </ul>
                  </div>
                )}
              </div>
            )}
            {open === 'undo' && (
              <ConfirmPanel
                title={t('lead.undoTitle')}
                message={t('lead.undoMessage')}
                confirmLabel={t('lead.undo')}
                pending={undo.pending}
                onConfirm={() => undo.run({ params })}
                onClose={() => setOpen(null)}
              />
            )}
          </Section>
        )
      }
    </Loaded>
  );
}

/** Why the lead is worth what it is, and what it came with. */
export function LeadOriginBlock({ record }: { readonly record: RecordView }) {
  const { t } = useTranslation('sales');
  const localized = useLocalized();
  const origin = useRoute(routes.leads.leadOrigin, { params: { id: record.id } });
  return (
    <Section title={t('lead.origin')}>
      <Loaded query={origin} compact>
        {({ score, scoreReasons, payload }) => (
          <>
            <Text size="sm" fw={550}>
              {t('lead.score', { score })}
            </Text>
            <ul className={classes.list}>
              {scoreReasons.map((reason) => (
                <li key={reason.code}>
                  <span className={classes.grow}>{localized(reason.label)}</span>
                  <span className={classes.dim}>
                    {reason.points > 0 ? '+' : '−'}
                    {Math.abs(reason.points)}
                  </span>
                </li>
              ))}
            </ul>
            {hasContent(payload) && (
              <details>
                <summary className={classes.dim}>{t('lead.payload')}</summary>
                <pre className={classes.payload} tabIndex={0}>
                  {JSON.stringify(payload, null, 2)}
                </pre>
              </details>
            )}
          </>
        )}
      </Loaded>
    </Section>
  );
}

function hasContent(payload: unknown): boolean {
  return typeof payload === 'object' && payload !== null && Object.keys(payload).length > 0;
}
