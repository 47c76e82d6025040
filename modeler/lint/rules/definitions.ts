/** Event definitions and what they declare: timers, errors, escalations, messages and signals (BPMN 2.0.2 §8.4, §10.5.5). */
import {
  isA,
  readTimerSettings,
  referenceOf,
  textOf,
  undeclaredReference,
  type ModdleElement,
} from '#moddle';
import { each, repeated } from '../judge.ts';
import { nameOf } from '../questions.ts';
import type { Rule } from '../rule.ts';
import { TIMER_KINDS } from '../timer.ts';
import { definitionsOf } from '../triggers.ts';

const TIMER = 'bpmn:TimerEventDefinition';
const ERROR = 'bpmn:ErrorEventDefinition';
const ESCALATION = 'bpmn:EscalationEventDefinition';

export const definitionRules: readonly Rule[] = [
  {
    id: 'ambiguous-timer',
    clause: '10.5.5',
    severity: 'error',
    message: '“{name}” says when in several ways: leave only one of date, duration and cycle.',
    russian: 'В «{name}» время указано по-разному: оставьте только дату, срок или повтор.',
    check: each('bpmn:Event', (event) =>
      definitionsOf(event).some(
        (one) =>
          isA(one, TIMER) &&
          TIMER_KINDS.filter((kind) => textOf(referenceOf(one, kind), 'body') !== null).length > 1,
      ),
    ),
  },
  {
    id: 'invalid-time-zone',
    clause: 'tl',
    severity: 'error',
    message: '“{zone}” at “{name}” is no time zone: write for example Europe/Berlin.',
    russian: '«{zone}» в «{name}» — не часовой пояс: напишите, например, Europe/Moscow.',
    check: each('bpmn:Event', (event) =>
      definitionsOf(event).flatMap((one) => {
        const zone = isA(one, TIMER) ? readTimerSettings(one).timeZone : null;
        return zone && !isTimeZone(zone) ? [{ values: { zone } }] : [];
      }),
    ),
  },
  {
    id: 'calendar-without-duration',
    clause: 'tl',
    severity: 'error',
    message:
      '“{name}” counts in working time, which only a duration can: give it a duration, or no calendar.',
    russian:
      '«{name}» считает рабочее время, а так можно считать лишь срок: задайте срок или уберите календарь.',
    check: each('bpmn:Event', (event) =>
      definitionsOf(event).some(
        (one) =>
          isA(one, TIMER) &&
          readTimerSettings(one).calendar !== null &&
          textOf(referenceOf(one, 'timeDuration'), 'body') === null,
      ),
    ),
  },
  {
    id: 'missing-error-code',
    clause: '10.5.3',
    severity: 'warning',
    message: 'The error “{error}” that “{name}” throws has no code, so it goes by its name: give it a code.',
    russian:
      'У ошибки «{error}», о которой сообщает «{name}», нет кода, и она ловится по названию: задайте код.',
    check: each('bpmn:ThrowEvent', (event) => declaredWithout(event, ERROR, 'errorRef', 'errorCode')),
  },
  {
    id: 'missing-escalation',
    clause: '10.5.5',
    severity: 'warning',
    message: '“{name}” does not say which escalation it throws: choose one.',
    russian: 'В «{name}» не указано, какую эскалацию порождать: выберите её.',
    check: each('bpmn:ThrowEvent', (event) =>
      definitionsOf(event).some(
        (one) =>
          isA(one, ESCALATION) &&
          referenceOf(one, 'escalationRef') === null &&
          undeclaredReference(one, 'escalationRef') === null,
      ),
    ),
  },
  {
    id: 'missing-escalation-code',
    clause: '10.5.3',
    severity: 'warning',
    message:
      'The escalation “{error}” that “{name}” throws has no code, so only events without one catch it: give it a code.',
    russian:
      'У эскалации «{error}», которую порождает «{name}», нет кода, и её ловят лишь события без кода: задайте его.',
    check: each('bpmn:ThrowEvent', (event) =>
      declaredWithout(event, ESCALATION, 'escalationRef', 'escalationCode'),
    ),
  },
  {
    id: 'unnamed-signal',
    clause: '10.5.5',
    severity: 'warning',
    message: 'The signal “{name}” has no name, by which other diagrams could call it: give it one.',
    russian: 'У сигнала «{name}» нет названия, по которому его нашли бы другие схемы: задайте его.',
    check: each('bpmn:Signal', (signal) => textOf(signal, 'name') === null),
  },
  {
    id: 'duplicate-error-code',
    clause: '8.4.3',
    severity: 'warning',
    message:
      'The error “{name}” has the code “{code}” of another one: they are the same error. Declare it once.',
    russian: 'У ошибки «{name}» тот же код «{code}», что у другой: это одна ошибка. Объявите её один раз.',
    check: declaredTwice('bpmn:Error', 'errorCode'),
  },
  {
    id: 'duplicate-escalation-code',
    clause: '8.4.4',
    severity: 'warning',
    message: 'The escalation “{name}” has the code “{code}” of another one: declare it once.',
    russian: 'У эскалации «{name}» тот же код «{code}», что у другой: объявите её один раз.',
    check: declaredTwice('bpmn:Escalation', 'escalationCode'),
  },
  {
    id: 'duplicate-message',
    clause: '8.4.11',
    severity: 'warning',
    message: 'The message “{code}” is declared twice, the second time as “{id}”: declare it once.',
    russian: 'Сообщение «{code}» объявлено дважды, второй раз как «{id}»: объявите его один раз.',
    check: declaredTwice('bpmn:Message', 'name'),
  },
  {
    id: 'duplicate-signal',
    clause: '10.5.5',
    severity: 'warning',
    message: 'The signal “{code}” is declared twice, the second time as “{id}”: declare it once.',
    russian: 'Сигнал «{code}» объявлен дважды, второй раз как «{id}»: объявите его один раз.',
    check: declaredTwice('bpmn:Signal', 'name'),
  },
  {
    id: 'operation-takes-other-message',
    clause: '8.5.3',
    severity: 'warning',
    message: '“{name}” is about the message “{message}”, but its operation “{operation}” takes another one.',
    russian: '«{name}» — о сообщении «{message}», а операция «{operation}» принимает другое.',
    check: each(['bpmn:MessageEventDefinition', 'bpmn:SendTask', 'bpmn:ReceiveTask'], (holder) => {
      const [message, operation] = [referenceOf(holder, 'messageRef'), referenceOf(holder, 'operationRef')];
      const element = isA(holder, 'bpmn:MessageEventDefinition') ? (holder.$parent ?? holder) : holder;
      const taken = ['inMessageRef', 'outMessageRef'].map((property) => referenceOf(operation, property));
      if (!message || !operation || taken.includes(message)) return null;
      return { element, values: { message: nameOf(message), operation: nameOf(operation) } };
    }),
  },
];

function declaredWithout(event: ModdleElement, type: string, reference: string, code: string) {
  return definitionsOf(event).flatMap((one) => {
    const declared = isA(one, type) ? referenceOf(one, reference) : null;
    return declared && textOf(declared, code) === null ? [{ values: { error: nameOf(declared) } }] : [];
  });
}

function declaredTwice(type: string, property: string): Rule['check'] {
  return each('bpmn:Definitions', (_definitions, diagram) =>
    repeated(diagram.all(type), (declared) => textOf(declared, property)).map(({ element, key }) => ({
      element,
      values: { code: key, id: element.id ?? '' },
    })),
  );
}

const zones = new Map<string, boolean>();

function isTimeZone(zone: string): boolean {
  const known = zones.get(zone);
  if (known !== undefined) return known;
  let isKnown = true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch {
    isKnown = false;
  }
  zones.set(zone, isKnown);
  return isKnown;
}
