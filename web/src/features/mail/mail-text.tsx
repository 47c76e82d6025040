import { Button, Group, SegmentedControl, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type ActivityMail } from '#contract';
import { useRoute } from '../../client/index.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { ComposePanel } from './compose-panel.tsx';
import classes from './mail-text.module.css';

interface MailTextProps {
  readonly activityId: string;
  /** The record from whose page an answer is written. */
  readonly record: { readonly entity: string; readonly id: string; readonly title: string };
}

/** The message behind an entry of the timeline, opened on demand, and the answer to it. */
export function MailText({ activityId, record }: MailTextProps) {
  const { t } = useTranslation('mail');
  const [open, setOpen] = useState(false);
  const [answering, setAnswering] = useState(false);
  const mail = useRoute(routes.mail.activityMail, { params: { id: activityId } }, { enabled: open });
  return (
    <div>
      <Group gap={8} mt={4}>
        <Button size="compact-xs" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t(open ? 'entry.hide' : 'entry.show')}
        </Button>
        {open && mail.data && (
          <Button size="compact-xs" onClick={() => setAnswering(true)}>
            {t('compose.reply')}
          </Button>
        )}
      </Group>
      {open && (
        <Loaded query={mail} compact>
          {(shown) => <Message mail={shown} />}
        </Loaded>
      )}
      {answering && <ComposePanel record={record} answers={activityId} onClose={() => setAnswering(false)} />}
    </div>
  );
}

function Message({ mail }: { readonly mail: ActivityMail }) {
  const { t } = useTranslation('mail');
  const [look, setLook] = useState<'text' | 'formatted'>('text');
  const facts = [
    ['from', mail.from],
    ['to', mail.to],
    ['cc', mail.cc],
    ['attachments', mail.attachments.join(', ')],
  ] as const;
  return (
    <div className={classes.message}>
      <dl className={classes.facts}>
        {facts
          .filter(([, value]) => value !== '')
          .map(([name, value]) => (
            <div key={name}>
              <dt>{t(`entry.${name}`)}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      {(mail.state === 'failed' || mail.state === 'bounced') && (
        <Text size="sm" c="red">
          {t('entry.failed', { error: mail.error ?? '' })}
        </Text>
      )}
      {mail.state === 'queued' && <Text size="sm">{t('entry.queued')}</Text>}
      {mail.html && (
        <SegmentedControl
          size="xs"
          my={6}
          value={look}
          onChange={(value) => setLook(value as 'text' | 'formatted')}
          data={[
            { value: 'text', label: t('entry.text') },
            { value: 'formatted', label: t('entry.formatted') },
          ]}
        />
      )}
      {mail.html && look === 'formatted' ? (
        // Without any permission: no script, no form, no origin, no navigation but to a new window.
        <iframe
          className={classes.frame}
          title={t('entry.frame')}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
          srcDoc={mail.html}
        />
      ) : (
        <p className={classes.text}>{mail.text}</p>
      )}
    </div>
  );
}
