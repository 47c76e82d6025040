/** Each kind of history event has a sentence of its own in both languages; nothing shows a bare key or a hole. */
import i18next, { type TFunction } from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import type { HistoryItem, Locale } from '#contract';
import { actorName, historySentence } from '../../../web/src/features/instance/history-sentence.ts';
import { texts as en } from '../../../web/src/i18n/en/index.ts';
import { texts as ru } from '../../../web/src/i18n/ru/index.ts';

type T = TFunction<readonly ['instance', 'common']>;
const AT = '2026-11-20T10:00:00.000Z';

const event = (kind: string, facts: HistoryItem['facts'] = {}): HistoryItem => ({
  seq: 1,
  at: AT,
  kind,
  elementId: 'call_customer',
  elementName: 'Call the customer',
  actor: { kind: 'process', id: null, name: null },
  facts,
});

const EVENTS: readonly HistoryItem[] = [
  event('InstanceStarted', { businessKey: null, values: [] }),
  event('InstanceEnded', { status: 'completed', reason: null }),
  event('InstanceEnded', { status: 'cancelled', reason: 'Twice' }),
  event('ElementPassed', { flows: [] }),
  event('ElementActivated'),
  event('ElementCompleted', { flows: [] }),
  event('ElementTerminated'),
  event('JoinFired', { flows: [] }),
  event('ScopeOpened'),
  event('ScopeClosed', { status: 'completed' }),
  event('VariablesSet', { values: [{ name: 'phone', value: '+49 30 1' }] }),
  event('UserTaskCreated', { task: 'Call', assignee: 'Anna', groups: [], dueAt: AT }),
  event('UserTaskCreated', { task: 'Call', assignee: null, groups: ['Sales'], dueAt: null }),
  event('UserTaskActivated', { task: 'Call' }),
  event('UserTaskAssigned', { task: 'Call', assignee: 'Anna', substituteFor: 'Boris', groups: [] }),
  event('UserTaskRescheduled', { task: 'Call', availableAt: AT, dueAt: null, attempt: 2, outcome: 'later' }),
  event('UserTaskCompleted', { task: 'Call', outcome: 'good', by: 'Anna' }),
  event('UserTaskCompleted', { task: 'Call', outcome: null, by: 'Anna' }),
  event('UserTaskCancelled', { task: 'Call' }),
  event('JobCreated', { dueAt: AT }),
  event('JobFailed', { message: 'Refused', retriesLeft: 1, dueAt: AT }),
  event('IncidentRaised', { code: 'X', message: 'Refused' }),
  event('IncidentResolved'),
  event('InstanceMigrated', { fromVersion: 1, toVersion: 2, reason: null }),
  event('DecisionEvaluated', {
    decision: 'Discount',
    version: 1,
    rules: [2, 3],
    inputs: [{ name: 'Total', value: 10 }],
    output: 5,
  }),
  event('DecisionEvaluated', { decision: 'Discount', version: 1, rules: [] }),
  event('LimitNear', { limit: 'stepsMax', max: 10_000, variable: null }),
  event('LimitNear', { limit: 'eventsMax', max: 5_000_000, variable: null }),
  event('LimitNear', { limit: 'variableBytesMax', max: 2_097_152, variable: 'report' }),
  event('LimitNear', { limit: 'callDepthMax', max: 50, variable: null }),
  event('Noted', { text: 'Asked for the morning' }),
];

describe.each(['en', 'ru'] as const)('in %s', (locale: Locale) => {
  let t: T;
  beforeAll(async () => {
    const instance = i18next.createInstance();
    await instance.init({
      lng: locale,
      resources: { en, ru },
      ns: ['instance', 'common'],
      interpolation: { escapeValue: false },
    });
    t = instance.getFixedT(locale, ['instance', 'common']) as unknown as T; // The same texts, made outside of React.
  });

  it.each(EVENTS)('says what $kind was', (item) => {
    const { text } = historySentence(item, t, locale);
    expect(text).not.toMatch(/history\.|\{\{|undefined|\[object/);
    expect(text.trim()).not.toBe('');
  });

  it('names who did it', () => {
    expect(actorName({ ...event('Noted'), actor: { kind: 'user', id: null, name: 'Anna' } }, t)).toBe('Anna');
    expect(actorName(event('Noted'), t)).toBe(t('instance:history.process'));
  });
});

it('tells what went into a step that failed, apart from what was set', () => {
  const t = ((key: string) => key) as unknown as T;
  const facts = { code: 'X', message: 'Refused', values: [{ name: 'approved', value: 'yes' }] };
  expect(historySentence(event('IncidentRaised', facts), t, 'en')).toMatchObject({
    wentIn: [{ name: 'approved', text: 'yes', from: null }],
    values: [],
  });
});

it('keeps bookkeeping out of the main events, but shows what a person changed', () => {
  const t = ((key: string) => key) as unknown as T;
  const changed = event('VariablesSet', { values: [{ name: 'a', value: 1 }] });
  expect(historySentence(changed, t, 'en').quiet).toBe(true);
  const byPerson = { ...changed, actor: { kind: 'user', id: null, name: 'Anna' } };
  expect(historySentence(byPerson, t, 'en').quiet).toBe(false);
});
