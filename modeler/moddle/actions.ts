/**
 * What a service or send task can do out of the box: the handler's name, what it takes and gives, in the words
 * that the designer shows. The table is data; the handlers live in the host, which proves that it has all of them.
 * An action with `fields: true` takes any further input as a field of the record, e.g. `<tl:input name="priority">`.
 */
export interface ActionText {
  readonly en: string;
  readonly ru: string;
}

export type ActionInputType =
  'text' | 'longText' | 'record' | 'entity' | 'number' | 'date' | 'duration' | 'executor' | 'choice' | 'any';

export interface ActionInput {
  readonly name: string;
  readonly type: ActionInputType;
  readonly required: boolean;
  readonly label: ActionText;
  /** For `choice`. */
  readonly options?: readonly { readonly value: string; readonly label: ActionText }[];
}

export interface ActionOutput {
  readonly name: string;
  readonly type: 'record' | 'text' | 'number' | 'date' | 'any';
  readonly label: ActionText;
}

export interface KnownAction {
  readonly type: string;
  /** `transaction`: commits with the step. `job`: an effect outside, at least once. */
  readonly mode: 'transaction' | 'job';
  readonly label: ActionText;
  readonly hint: ActionText;
  readonly inputs: readonly ActionInput[];
  readonly outputs: readonly ActionOutput[];
  readonly fields: boolean;
  /** Not chosen by the author: the element asks for it by itself (the Create call activity). */
  readonly implicit?: boolean;
}

const text = (en: string, ru: string): ActionText => ({ en, ru });
const input = (name: string, type: ActionInputType, label: ActionText): ActionInput => ({
  name,
  type,
  required: false,
  label,
});
const required = (name: string, type: ActionInputType, label: ActionText): ActionInput => ({
  name,
  type,
  required: true,
  label,
});
const output = (name: string, type: ActionOutput['type'], label: ActionText): ActionOutput => ({
  name,
  type,
  label,
});

const record = text('Record', 'Запись');
const account = text('Account', 'Клиент');
const contact = text('Contact', 'Контакт');
const subject = text('Subject', 'Тема');
const owner = text('Owner', 'Ответственный');
const startsAt = text('Starts at', 'Начало');
const activity = text('Activity', 'Активность');

const priority: ActionInput = {
  ...input('priority', 'choice', text('Priority', 'Приоритет')),
  options: [
    { value: 'low', label: text('Low', 'Низкий') },
    { value: 'normal', label: text('Normal', 'Обычный') },
    { value: 'high', label: text('High', 'Высокий') },
  ],
};

export const KNOWN_ACTIONS: readonly KnownAction[] = [
  {
    type: 'crm.pick-contact',
    mode: 'transaction',
    label: text('Pick contact and phone', 'Выбрать контакт и телефон'),
    hint: text(
      'Finds the main contact of a ticket or customer and the best number.',
      'Находит основной контакт обращения или клиента и лучший номер.',
    ),
    inputs: [required('ticket', 'record', text('Ticket or customer', 'Обращение или клиент'))],
    outputs: [
      output('contact', 'record', contact),
      output('account', 'record', account),
      output('phone', 'text', text('Phone', 'Телефон')),
    ],
    fields: false,
  },
  {
    type: 'crm.plan-call',
    mode: 'transaction',
    label: text('Plan a call', 'Запланировать звонок'),
    hint: text('Puts the planned call into the calendar.', 'Ставит запланированный звонок в календарь.'),
    inputs: [
      required('subject', 'text', subject),
      input('contact', 'record', contact),
      input('account', 'record', account),
      input('plannedAt', 'date', startsAt),
      input('duration', 'duration', text('Duration', 'Длительность')),
      input('reminder', 'duration', text('Reminder', 'Напоминание')),
      input('priority', 'number', text('Priority', 'Приоритет')),
      input('script', 'longText', text('Script', 'Сценарий разговора')),
    ],
    outputs: [output('activity', 'record', activity)],
    fields: false,
    implicit: true,
  },
  {
    type: 'crm.create-record',
    mode: 'transaction',
    label: text('Create record', 'Создать запись'),
    hint: text('Creates a record and fills its fields.', 'Создаёт запись и заполняет её поля.'),
    inputs: [required('entity', 'entity', text('Record type', 'Тип записи'))],
    outputs: [output('record', 'record', record)],
    fields: true,
  },
  {
    type: 'crm.update-record',
    mode: 'transaction',
    label: text('Update record', 'Изменить запись'),
    hint: text('Changes fields of a record.', 'Меняет поля записи.'),
    inputs: [required('record', 'record', record)],
    outputs: [output('record', 'record', record)],
    fields: true,
  },
  {
    type: 'crm.convert-lead',
    mode: 'transaction',
    label: text('Convert lead', 'Конвертировать лид'),
    hint: text(
      'Makes account, contact and deal of a lead; known ones are taken, further inputs are fields of the deal.',
      'Делает из лида клиента, контакт и сделку; известные берутся, прочие данные — поля сделки.',
    ),
    inputs: [
      required('lead', 'record', text('Lead', 'Лид')),
      input('account', 'record', account),
      input('contact', 'record', contact),
    ],
    outputs: [
      output('account', 'record', account),
      output('contact', 'record', contact),
      output('deal', 'record', text('Deal', 'Сделка')),
    ],
    fields: true,
  },
  {
    type: 'crm.distribute-lead',
    mode: 'transaction',
    label: text('Distribute lead', 'Распределить лид'),
    hint: text(
      'Gives the lead to somebody by the rules of distribution; nobody while it waits in the queue of the team.',
      'Отдаёт лид сотруднику по правилам распределения; никому, пока он ждёт в очереди команды.',
    ),
    inputs: [required('lead', 'record', text('Lead', 'Лид'))],
    outputs: [
      output('owner', 'record', owner),
      output('outcome', 'text', text('Outcome: given, queued', 'Итог: given, queued')),
    ],
    fields: false,
  },
  {
    type: 'crm.plan-meeting',
    mode: 'transaction',
    label: text('Plan a meeting', 'Запланировать встречу'),
    hint: text('Puts a meeting into the calendar.', 'Ставит встречу в календарь.'),
    inputs: [
      required('subject', 'text', subject),
      required('startsAt', 'date', startsAt),
      input('duration', 'duration', text('Duration', 'Длительность')),
      input('account', 'record', account),
      input('contact', 'record', contact),
      input('owner', 'executor', owner),
      input('place', 'text', text('Place or link', 'Место или ссылка')),
    ],
    outputs: [output('activity', 'record', activity)],
    fields: false,
  },
  {
    type: 'crm.create-task',
    mode: 'transaction',
    label: text('Create task', 'Создать задачу'),
    hint: text(
      'Puts a task on someone’s list, outside the process.',
      'Ставит задачу в список сотрудника вне процесса.',
    ),
    inputs: [
      required('subject', 'text', subject),
      input('owner', 'executor', owner),
      input('dueAt', 'date', text('Due', 'Срок')),
      priority,
      input('account', 'record', account),
      input('record', 'record', record),
      input('body', 'longText', text('Text', 'Текст')),
    ],
    outputs: [output('activity', 'record', activity)],
    fields: false,
  },
  {
    type: 'crm.add-note',
    mode: 'transaction',
    label: text('Add note', 'Добавить заметку'),
    hint: text('Writes a note on the record’s timeline.', 'Пишет заметку в ленту записи.'),
    inputs: [required('record', 'record', record), required('body', 'longText', text('Text', 'Текст'))],
    outputs: [output('activity', 'record', activity)],
    fields: false,
  },
  {
    type: 'crm.notify',
    mode: 'transaction',
    label: text('Tell a colleague', 'Сообщить сотруднику'),
    hint: text('Tells people something about a record.', 'Сообщает сотрудникам что-то о записи.'),
    fields: false,
    outputs: [],
    inputs: [
      required('to', 'executor', text('To', 'Кому')),
      required('record', 'record', record),
      required('text', 'longText', text('Text', 'Текст')),
    ],
  },
  {
    type: 'mail.send',
    mode: 'job',
    label: text('Send e-mail', 'Отправить письмо'),
    hint: text('Sends an e-mail to a contact or an address.', 'Отправляет письмо контакту или на адрес.'),
    inputs: [
      required('to', 'any', text('To', 'Кому')),
      required('subject', 'text', subject),
      required('body', 'longText', text('Text', 'Текст')),
      input('record', 'record', text('Belongs to', 'Относится к')),
      {
        ...input('purpose', 'choice', text('Purpose', 'Цель')),
        options: [
          { value: 'service', label: text('Service', 'Обслуживание') },
          { value: 'sales', label: text('Offers', 'Предложения') },
          { value: 'marketing', label: text('Advertising', 'Реклама') },
        ],
      },
    ],
    outputs: [output('messageId', 'text', text('Message id', 'Номер письма'))],
    fields: false,
  },
  {
    type: 'http.request',
    mode: 'job',
    label: text('HTTP request', 'HTTP-запрос'),
    hint: text('Calls another system.', 'Обращается к другой системе.'),
    inputs: [
      {
        ...required('method', 'choice', text('Method', 'Метод')),
        options: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].map((value) => ({
          value,
          label: text(value, value),
        })),
      },
      required('url', 'text', text('Address', 'Адрес')),
      input('headers', 'any', text('Headers', 'Заголовки')),
      input('body', 'any', text('Body', 'Тело')),
    ],
    outputs: [
      output('status', 'number', text('Status', 'Статус')),
      output('body', 'any', text('Answer', 'Ответ')),
    ],
    fields: false,
  },
];
