/** What the mail of a task says, and what its reply is answered with, in the language of the person. */
import type { TaskOffer } from './task-offer.ts';

export interface TaskFacts {
  readonly name: string;
  readonly process: string;
  readonly about: string | null;
  readonly customer: string | null;
  readonly due: string | null;
  readonly instruction: string | null;
  readonly address: string;
  readonly offer: TaskOffer;
  /** Whether anybody reads what is replied. */
  readonly canReply: boolean;
}

export type ReplyAnswer = 'completed' | 'ended' | 'notYours' | 'onlyComment' | 'textMissing';

type Locale = 'en' | 'ru';

const WORDS = {
  en: {
    process: 'Process',
    choose: (labels: string) => `To complete it, reply with one of these as the first line: ${labels}.`,
    about: 'About',
    customer: 'Customer',
    due: 'Due',
    open: 'Open it',
    below: (label: string) => `What you write below it goes into “${label}”.`,
    belowComment: 'What you write below it becomes a comment.',
    comment: 'Any other reply becomes a comment on the process.',
    completed: 'It is completed: thank you.',
    ended: 'It had been done, or was not needed any more, when your reply came. Nothing was changed.',
    notYours: 'It is not yours to do any more. Nothing was changed.',
    onlyComment: 'Your reply was kept as a comment; the task is still open.',
    textMissing: (label: string) => `It is still open: please write “${label}” below the first line.`,
  },
  ru: {
    process: 'Процесс',
    choose: (labels: string) => `Чтобы выполнить, ответьте письмом, в первой строке одно из: ${labels}.`,
    about: 'Запись',
    customer: 'Клиент',
    due: 'Срок',
    open: 'Открыть',
    below: (label: string) => `Написанное ниже попадёт в поле «${label}».`,
    belowComment: 'Написанное ниже станет комментарием.',
    comment: 'Любой другой ответ станет комментарием к процессу.',
    completed: 'Выполнено, спасибо.',
    ended: 'К приходу ответа задача была уже выполнена или больше не нужна. Ничего не изменено.',
    notYours: 'Эта задача больше не ваша. Ничего не изменено.',
    onlyComment: 'Ответ сохранён как комментарий; задача ещё открыта.',
    textMissing: (label: string) => `Задача ещё открыта: напишите «${label}» под первой строкой.`,
  },
} as const;

export function taskMailWords(
  facts: TaskFacts,
  locale: Locale,
): { readonly subject: string; readonly text: string } {
  const words = WORDS[locale];
  const line = (label: string, value: string | null): string[] => (value ? [`${label}: ${value}`] : []);
  const paragraphs = [
    facts.instruction,
    [
      ...line(words.process, facts.process),
      ...line(words.about, facts.about),
      ...line(words.customer, facts.customer),
      ...line(words.due, facts.due),
      `${words.open}: ${facts.address}`,
    ].join('\n'),
    facts.canReply ? howToReply(facts.offer, locale) : null,
  ];
  const subject = [facts.name, facts.about].filter(Boolean).join(': ');
  return { subject, text: `${paragraphs.filter(Boolean).join('\n\n')}\n` };
}

export function replyAnswerWords(
  answer: ReplyAnswer,
  facts: Pick<TaskFacts, 'address' | 'offer'>,
  locale: Locale,
): string {
  const words = WORDS[locale];
  const said =
    answer === 'textMissing' ? words.textMissing(facts.offer.text?.label[locale] ?? '') : words[answer];
  const more = answer === 'onlyComment' ? `\n\n${howToReply(facts.offer, locale)}` : '';
  return `${said}${more}\n\n${words.open}: ${facts.address}\n`;
}

function howToReply({ outcomes, text }: TaskOffer, locale: Locale): string {
  const words = WORDS[locale];
  if (outcomes.length === 0) return words.comment;
  const labels = outcomes.map(({ label }) => label[locale]).join(', ');
  const below = text ? words.below(text.label[locale]) : words.belowComment;
  return [words.choose(labels), below, words.comment].join('\n');
}
