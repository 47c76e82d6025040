import { Button, Checkbox, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { useAction } from '../../client/index.ts';
import { UserPicker } from '../../ui/pickers/user-picker.tsx';
import classes from './talk-composer.module.css';

/** Writes a comment; with one tick it becomes a question to a person, who finds it on top of the inbox. */
export function TalkComposer({ instanceId }: { readonly instanceId: string }) {
  const { t } = useTranslation(['instance', 'form']);
  const [body, setBody] = useState('');
  const [isQuestion, setIsQuestion] = useState(false);
  const [askedOf, setAskedOf] = useState<string | null>(null);
  const [asked, setAsked] = useState(false);
  const add = useAction(routes.instances.addComment, {
    invalidate: [routes.instances.listComments],
    onSuccess: () => {
      setBody('');
      setIsQuestion(false);
      setAskedOf(null);
      setAsked(false);
    },
  });
  const text = body.trim();
  const send = (): void => {
    setAsked(true);
    if (!text || (isQuestion && !askedOf)) return;
    add.run({
      params: { id: instanceId },
      body: { body: text, isQuestion, ...(isQuestion && askedOf ? { askedOf } : {}) },
    });
  };
  return (
    <div className={classes.composer}>
      <Textarea
        aria-label={t('instance:talk.write')}
        placeholder={t('instance:talk.write')}
        autosize
        minRows={2}
        maxRows={10}
        maxLength={10_000}
        value={body}
        onChange={(event) => setBody(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
        }}
      />
      {isQuestion && (
        <UserPicker
          ariaLabel={t('instance:talk.askWhom')}
          value={askedOf}
          onChange={setAskedOf}
          error={asked && !askedOf ? t('form:required') : undefined}
        />
      )}
      <div className={classes.line}>
        <Checkbox
          size="sm"
          label={t('instance:talk.asQuestion')}
          checked={isQuestion}
          onChange={(event) => setIsQuestion(event.currentTarget.checked)}
        />
        <Button disabled={!text} loading={add.pending} onClick={send}>
          {t(isQuestion ? 'instance:talk.ask' : 'instance:talk.comment')}
        </Button>
      </div>
    </div>
  );
}
