import { Switch, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type Consent, type RecordView } from '#contract';
import { useRoute } from '../../client/index.ts';
import { formatDateTime } from '../../i18n/formats.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/section.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { useUpdateRecord } from '../records/use-update-record.ts';
import { ConsentPanel } from './consent-panel.tsx';
import { CHANNELS, inForce, PURPOSES, TONES, type Channel, type Purpose } from './consent-words.ts';
import type { PersonEntity } from './people.ts';
import { ActionSign } from '../../ui/actions/action-button.tsx';
import classes from './privacy.module.css';

interface ConsentBlockProps {
  readonly record: RecordView;
  readonly entity: PersonEntity;
}

/** How a person may be reached for what, who said so and when. */
export function ConsentBlock({ record, entity }: ConsentBlockProps) {
  const { t } = useTranslation('privacy');
  const [changing, setChanging] = useState<{ channel: Channel; purpose: Purpose } | null>(null);
  const params = { entity, id: record.id };
  const consents = useRoute(routes.privacy.recordConsents, { params });
  const mayEdit = record.rights.edit;
  return (
    <Section
      title={t('consent.title')}
      actions={
        mayEdit && (
          <ActionSign
            iconSize={16}
            action={{
              name: 'consent',
              label: t('consent.change'),
              icon: IconPlus,
              run: () => setChanging({ channel: 'email', purpose: 'marketing' }),
            }}
          />
        )
      }
    >
      {'doNotCall' in record.fields && <DoNotCall record={record} />}
      <Loaded query={consents} compact>
        {({ items }) => (
          <>
            <ConsentTable items={items} onChange={mayEdit ? setChanging : null} />
            {items.length === 0 && (
              <Text size="xs" c="dimmed" mt={6}>
                {t('consent.openHint')}
              </Text>
            )}
            {items.length > 0 && <ConsentHistory items={items} />}
          </>
        )}
      </Loaded>
      {changing && <ConsentPanel party={params} begun={changing} onClose={() => setChanging(null)} />}
    </Section>
  );
}

function DoNotCall({ record }: { readonly record: RecordView }) {
  const { t } = useTranslation('privacy');
  const update = useUpdateRecord({});
  return (
    <Switch
      mb="xs"
      label={t('consent.doNotCall')}
      description={t('consent.doNotCallHint')}
      checked={record.fields['doNotCall'] === true}
      disabled={!record.rights.edit || update.pending}
      onChange={(event) =>
        update.run({
          params: { entity: record.entity, id: record.id },
          body: { version: record.version, fields: { doNotCall: event.currentTarget.checked } },
        })
      }
    />
  );
}

interface ConsentTableProps {
  readonly items: readonly Consent[];
  readonly onChange: ((way: { channel: Channel; purpose: Purpose }) => void) | null;
}

function ConsentTable({ items, onChange }: ConsentTableProps) {
  const { t } = useTranslation('privacy');
  return (
    <table className={classes.table} aria-label={t('consent.title')}>
      <thead>
        <tr>
          <th scope="col">{t('consent.channel')}</th>
          {PURPOSES.map((purpose) => (
            <th key={purpose} scope="col">
              {t(`consent.purposes.${purpose}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {CHANNELS.map((channel) => (
          <tr key={channel}>
            <th scope="row">{t(`consent.channels.${channel}`)}</th>
            {PURPOSES.map((purpose) => {
              const state = inForce(items, channel, purpose);
              const badge = <StatusBadge plain tone={TONES[state]} label={t(`consent.states.${state}`)} />;
              if (!onChange) return <td key={purpose}>{badge}</td>;
              const words = {
                channel: t(`consent.channels.${channel}`),
                purpose: t(`consent.purposes.${purpose}`),
                state: t(`consent.states.${state}`),
              };
              return (
                <td key={purpose}>
                  <button
                    type="button"
                    className={classes.cell}
                    aria-label={t('consent.changeOf', words)}
                    onClick={() => onChange({ channel, purpose })}
                  >
                    {badge}
                  </button>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function ConsentHistory({ items }: { readonly items: readonly Consent[] }) {
  const { t } = useTranslation('privacy');
  const locale = useLocale();
  return (
    <details className={classes.history}>
      <summary className={classes.dim}>{t('consent.history', { count: items.length })}</summary>
      <ul className={classes.list}>
        {items.map((item) => (
          <li key={item.id}>
            <StatusBadge plain tone={TONES[item.state]} label={t(`consent.states.${item.state}`)} />{' '}
            {t(`consent.channels.${item.channel}`)}, {t(`consent.purposes.${item.purpose}`)}
            <div className={classes.dim}>
              {[formatDateTime(locale, item.at), item.actor.name ?? t('consent.system'), item.source].join(
                ', ',
              )}
            </div>
            {item.proof && <div className={classes.dim}>{item.proof}</div>}
          </li>
        ))}
      </ul>
    </details>
  );
}
