/** What customers write about and what people answer: texts and odds of the demonstration. */
export const SUBJECTS = [
  ['error', 'Invoice total differs from the order'],
  ['error', 'Label printer stops after ten pages'],
  ['question', 'How do we add a second warehouse?'],
  ['error', 'Не приходят уведомления о поставке'],
  ['wish', 'Export of the report to a spreadsheet'],
  ['question', 'Как перенести остатки на новый год?'],
  ['error', 'The scanner loses its connection'],
  ['question', 'Delivery to the new address'],
  ['wish', 'Добавить поле «Проект» в заявку'],
  ['error', 'Ошибка при печати накладной'],
  ['question', 'Which contract covers the repair?'],
  ['error', 'Sign-in fails after the update'],
  ['wish', 'Weekly summary by e-mail'],
  ['error', 'Двойное списание по договору'],
  ['question', 'Можно ли изменить реквизиты?'],
  ['error', 'Prices are shown without tax'],
] as const;

export const CHANNELS = ['portal', 'email', 'phone'] as const;

export const ANSWERS = [
  'Thank you, we have your request and are looking into it. You will hear from us today.',
  'Спасибо, обращение принято. Специалист уже смотрит, ответим сегодня.',
  'We can see the problem on our side and have begun to mend it.',
] as const;

export const SOLUTIONS = [
  'The setting was corrected; please sign in again.',
  'Обновили справочник, проверили на вашем примере.',
  'The part was replaced and tested.',
  'Explained step by step on the phone; the customer confirmed.',
  'Исправлено в версии, которая установлена сегодня утром.',
] as const;

export const QUESTIONS = [
  'Could you send us a screenshot of the message?',
  'На каком шаге появляется ошибка?',
] as const;

export const CALL_NOTES = [
  'Everything works, the team is content.',
  'Всё в порядке, благодарят за скорость.',
  'Works; asked for a short training for two new colleagues.',
  'Работает, но просит предупреждать об обновлениях заранее.',
] as const;

export const WISHES = [
  'A second licence for the branch',
  'Обучение для склада',
  'Extended support on weekends',
] as const;

/** What customers complain about, so many hours before the present; the last two are still being looked at. */
export const COMPLAINTS = [
  [168 * 24, 'Charged twice for one order'],
  [139 * 24, 'Коробка пришла мятой, часть бланков испорчена'],
  [112 * 24, 'Waited a week for an answer'],
  [83 * 24, 'Не тот тариф в трёх счетах подряд'],
  [55 * 24, 'The training was cut short'],
  [31 * 24, 'Прибор вернули из ремонта неисправным'],
  [12 * 24, 'Paid for delivery that was free of charge'],
  [5 * 24, 'Сняли деньги после отмены заказа'],
  [3, 'The replacement has the same fault'],
] as const;

/** What is found one after the other, and what the head of support says to each refund. */
export const ASSESSMENTS = [
  {
    outcome: 'refund',
    amount: 120,
    answer: 'You were charged twice; the second payment comes back this week.',
  },
  { outcome: 'refund', amount: 900, answer: 'Возвращаем стоимость партии.' },
  { outcome: 'remedy', amount: null, answer: 'Новая партия бланков уже в пути, доставка за наш счёт.' },
  {
    outcome: 'rejected',
    amount: null,
    answer: 'We answered on the second day; the mail lay in your spam folder.',
  },
  { outcome: 'refund', amount: 75, answer: 'Разница по трём счетам возвращена.' },
  { outcome: 'remedy', amount: null, answer: 'A second day of training is yours, at a date of your choice.' },
] as const;
export const APPROVALS = [
  ['approved', 'Clear from the statement.'],
  ['declined', 'Достаточно новой партии, возврат не нужен.'],
] as const;
export const PAYMENTS = ['By the card that was charged.', 'Переводом на расчётный счёт.'] as const;

/** Results of a follow-up call and how often each comes. */
export const CALL_RESULTS = [
  ['good', 62],
  ['more', 11],
  ['complaint', 7],
  ['no_answer', 14],
  ['later', 6],
] as const;
