import { Button, Radio, Select, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type MailState } from '#contract';
import { useAction, useReportError, useRoute, type ApiError } from '../../client/index.ts';
import { formatDateTime } from '../../i18n/formats.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { UserPicker } from '../../ui/pickers/user-picker.tsx';
import { Section } from '../../ui/section.tsx';
import classes from './mail-page.module.css';
import { MailRules } from './mail-rules.tsx';

/** The mailbox, and what becomes of mail that answers nothing. */
export function SettingsTab() {
  const state = useRoute(routes.mail.mailState);
  return (
    <div className={classes.plain}>
      <Loaded query={state}>
        {(loaded) => (
          <>
            <MailboxState mailbox={loaded.mailbox} />
            <SettingsForm key={loaded.settings.version} settings={loaded.settings} />
          </>
        )}
      </Loaded>
    </div>
  );
}

function MailboxState({ mailbox }: Pick<MailState, 'mailbox'>) {
  const { t } = useTranslation('mail');
  const locale = useLocale();
  const read = mailbox?.fetchedAt
    ? t('settings.ok', { at: formatDateTime(locale, mailbox.fetchedAt) })
    : t('settings.never');
  return (
    <Section title={t('settings.mailbox')}>
      {mailbox === null && <Text size="sm">{t('settings.none')}</Text>}
      {mailbox && (
        <Text size="sm" c={mailbox.error ? 'red' : undefined}>
          {mailbox.error
            ? t('settings.error', { error: mailbox.error })
            : [mailbox.name, read].filter(Boolean).join(' · ')}
        </Text>
      )}
    </Section>
  );
}

function SettingsForm({ settings }: Pick<MailState, 'settings'>) {
  const { t } = useTranslation('mail');
  const report = useReportError();
  const [draft, setDraft] = useState(settings);
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const teams = useRoute(routes.rights.teams).data?.items ?? [];
  const save = useAction(routes.mail.saveMailSettings, {
    invalidate: [routes.mail.mailState],
    onSuccess: () => {
      setErrors({});
      notifications.show({ message: t('settings.saved'), color: 'accent' });
    },
    onError: (error: ApiError) => {
      setErrors(
        Object.fromEntries(error.fields.map(({ path, message }) => [path.replace(/^body\./, ''), message])),
      );
      if (!error.fields.some(({ path }) => path.includes('rules.'))) report(error);
    },
  });
  return (
    <>
      <Section title={t('rules.title')}>
        <div className={classes.rules}>
          <MailRules
            rules={draft.rules}
            errors={errors}
            onChange={(rules) => setDraft({ ...draft, rules })}
          />
        </div>
      </Section>
      <Section title={t('settings.title')}>
        <Stack gap="md" maw={480}>
          <Radio.Group
            label={t('settings.known')}
            value={draft.knownSender}
            onChange={(value) => setDraft({ ...draft, knownSender: value as 'record' | 'ticket' })}
          >
            <Stack gap={6} mt={6}>
              {(['record', 'ticket'] as const).map((one) => (
                <Radio key={one} value={one} label={t(`settings.knownAs.${one}`)} />
              ))}
            </Stack>
          </Radio.Group>
          <Radio.Group
            label={t('settings.unknown')}
            value={draft.unknownSender}
            onChange={(value) => setDraft({ ...draft, unknownSender: value as 'ticket' | 'lead' | 'ignore' })}
          >
            <Stack gap={6} mt={6}>
              {(['ticket', 'lead', 'ignore'] as const).map((one) => (
                <Radio key={one} value={one} label={t(`settings.unknownAs.${one}`)} />
              ))}
            </Stack>
          </Radio.Group>
          <UserPicker
            label={t('settings.owner')}
            value={draft.ownerId}
            onChange={(ownerId) => setDraft({ ...draft, ownerId })}
          />
          <Select
            clearable
            label={t('settings.team')}
            data={teams.map((team) => ({ value: team.id, label: team.name }))}
            value={draft.teamId}
            onChange={(teamId) => setDraft({ ...draft, teamId })}
          />
          <div>
            <Button variant="filled" loading={save.pending} onClick={() => save.run({ body: draft })}>
              {t('settings.save')}
            </Button>
          </div>
        </Stack>
      </Section>
    </>
  );
}
