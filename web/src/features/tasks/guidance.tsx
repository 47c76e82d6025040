import { Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { TaskDetail } from '#contract';
import classes from './guidance.module.css';

/** The instruction of the step and, for a call, the words to say. */
export function Guidance({ task }: { readonly task: TaskDetail }) {
  const { t } = useTranslation('tasks');
  const script = task.call?.script ?? null;
  if (!task.instruction && !script) return <Text c="dimmed">{t('page.noInstruction')}</Text>;
  return (
    <div className={classes.guidance}>
      {task.instruction && (
        <section>
          <Title order={2} className={classes.title}>
            {t('page.instruction')}
          </Title>
          <Text className={classes.text}>{task.instruction}</Text>
        </section>
      )}
      {script && (
        <section>
          <Title order={2} className={classes.title}>
            {t('call.script')}
          </Title>
          <Text className={classes.script}>{script}</Text>
        </section>
      )}
    </div>
  );
}
