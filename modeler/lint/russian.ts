/** The rules' sentences in Russian. The table is total by a test; words inside a sentence are translated here too. */
export const RUSSIAN: Readonly<Record<string, string>> = {
  'missing-condition': 'Путь «{name}» от «{gateway}» к «{target}» требует условия.',
  'missing-default-flow':
    'У «{name}» нет пути по умолчанию: если ни одно условие не выполнится, процесс здесь остановится.',
  'dangling-flow': 'Стрелка «{name}» присоединена не с обоих концов.',
  'flow-crosses-scope': 'Стрелка «{name}» пересекает границу процесса или подпроцесса.',
  'missing-start-event': 'В «{name}» нет начального события.',
  'start-with-incoming': 'В начальное событие «{name}» ведёт стрелка.',
  'end-with-outgoing': 'Из конечного события «{name}» выходит стрелка.',
  'boundary-with-incoming': 'Стрелка ведёт в «{name}», а это событие на границе действия.',
  'boundary-without-outgoing': 'После «{name}» ничего нет: нарисуйте, что происходит, когда это случается.',
  'boundary-not-attached': '«{name}» не прикреплено к действию.',
  'duplicate-id': 'Идентификатор «{id}» есть у нескольких элементов.',
  'missing-timer': 'В «{name}» не указано когда: задайте дату, срок или повтор.',
  'invalid-time':
    '«{value}» в «{name}» — не время: напишите, например, PT2H, P7D, R3/PT10H или 2026-01-31T09:00:00Z.',
  'invalid-expression': 'Выражение «{expression}» в «{name}» не читается около «{near}».',
  'invalid-form': 'Форму «{name}» нельзя использовать: {reason}.',
  'duplicate-outcome': 'Результат «{code}» в «{name}» без кода или повторяется.',
  'outcome-without-flow': 'Из «{name}» нет пути для результата «{outcome}».',
  'incomplete-call': 'У звонка «{name}» не указано: {missing}.',
  'incomplete-record-event': 'В «{name}» не указано, за чем следить: {missing}.',
  'missing-called-element': 'В «{name}» не указано, какой процесс вызывать.',
  'missing-action': 'В «{name}» не указано, что делать: выберите действие.',
  'unknown-action': '«{name}» использует действие «{action}», которого здесь нет.',
  'missing-action-input': 'Для «{name}» нужно заполнить «{input}».',
  'dead-end': 'После «{name}» ничего нет: нарисуйте следующий шаг или конечное событие.',
  unreachable: 'К «{name}» не ведёт ни один путь, поэтому до него дело не дойдёт.',
  'superfluous-gateway': 'У развилки «{name}» один вход и один выход, она ничего не решает.',
  'several-none-starts': 'В «{name}» больше одного простого начального события.',
  'missing-message': 'В «{name}» не указано, о каком сообщении речь.',
  'missing-executor': 'Некому выполнять «{name}»: назначьте исполнителя задаче или её дорожке.',
  'missing-task-name': 'У задачи «{name}» нет названия для того, кто её получит.',
};

/** Words that a rule puts into `values`; the longest first, because they may hold a quoted key. */
export const RUSSIAN_WORDS: readonly (readonly [RegExp, string])[] = [
  [/^it is not JSON$/, 'это не JSON'],
  [/^it has no list of components$/, 'в ней нет списка полей'],
  [/^“(.*)” is no key for a field$/, '«$1» не годится как ключ поля'],
  [/^the key “(.*)” is used twice$/, 'ключ «$1» встречается дважды'],
  [/^subject$/, 'тема'],
  [/^results$/, 'результаты'],
  [/^records$/, 'тип записей'],
  [/^change$/, 'изменение'],
];
