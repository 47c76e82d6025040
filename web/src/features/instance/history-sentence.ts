/**
 * One history event as a sentence. The server sends facts (names, values, reasons); the words are the reader's.
 * An event of a kind that this page does not know is still shown, by its name and element.
 */
import type { TFunction } from 'i18next';
import type { HistoryItem, Locale, RecordLink } from '#contract';
import { formatDateTime } from '../../i18n/formats.ts';
import type { StatusTone } from '../../theme/tokens.ts';
import { incidentWords } from './incident-words.ts';
import { limitSentence, type NearLimit } from './limit-sentence.ts';

export interface HistorySentence {
  readonly text: string;
  /** Variables that were set, for those who show them as links; the text names them too. */
  readonly values: readonly SetValue[];
  /** What went into a step that failed. */
  readonly wentIn: readonly SetValue[];
  /** A reason or a message in the words of a person or a system. */
  readonly detail: string | null;
  readonly tone: StatusTone;
  /** Bookkeeping that most readers do not look for. */
  readonly quiet: boolean;
}

export interface ShownValue {
  readonly text: string;
  readonly record: RecordLink | null;
}

export interface SetValue extends ShownValue {
  readonly name: string;
  /** What it was before; null where it is new or not known. */
  readonly from: ShownValue | null;
}

type T = TFunction<readonly ['instance', 'common']>;

export function historySentence(item: HistoryItem, t: T, locale: Locale): HistorySentence {
  const { facts } = item;
  const element = item.elementName ?? item.elementId ?? '';
  const task = textFact(facts, 'task') ?? element;
  const when = (name: string): string => {
    const at = textFact(facts, name);
    return at ? formatDateTime(locale, at) : '';
  };
  const say = (text: string, tone: StatusTone, more: Partial<HistorySentence> = {}): HistorySentence => ({
    text,
    tone,
    detail: null,
    values: [],
    wentIn: [],
    quiet: false,
    ...more,
  });
  switch (item.kind) {
    case 'InstanceStarted':
      return say(t('instance:history.InstanceStarted'), 'running');
    case 'InstanceEnded': {
      const completed = facts['status'] === 'completed';
      return say(
        t(`instance:history.${completed ? 'InstanceCompleted' : 'InstanceStopped'}`),
        completed ? 'done' : 'skipped',
        {
          detail: textFact(facts, 'reason'),
        },
      );
    }
    case 'ElementPassed':
      return say(t('instance:history.ElementPassed', { element }), 'done', { quiet: true });
    case 'ElementActivated':
      return say(t('instance:history.ElementActivated', { element }), 'running', { quiet: true });
    case 'ElementCompleted':
      return say(t('instance:history.ElementCompleted', { element }), 'done', { quiet: true });
    case 'ElementTerminated':
      return say(t('instance:history.ElementTerminated', { element }), 'skipped');
    case 'JoinFired':
      return say(t('instance:history.JoinFired', { element }), 'done', { quiet: true });
    case 'ScopeOpened':
      return say(t('instance:history.ScopeOpened', { element }), 'running', { quiet: true });
    case 'ScopeClosed':
      return say(t('instance:history.ScopeClosed', { element }), 'done', { quiet: true });
    case 'VariablesSet':
      return say(t('instance:history.VariablesSet', { values: valuesText(facts, t) }), 'info', {
        detail: textFact(facts, 'reason'),
        values: setValues(facts, t),
        quiet: item.actor.kind !== 'user',
      });
    case 'UserTaskCreated': {
      const who = executorText(facts);
      const text = who
        ? t('instance:history.UserTaskCreatedFor', { task, who })
        : t('instance:history.UserTaskCreated', { task });
      return say(text, 'waiting', {
        detail: facts['dueAt'] ? t('instance:history.due', { when: when('dueAt') }) : null,
      });
    }
    case 'UserTaskActivated':
      return say(t('instance:history.UserTaskActivated', { task }), 'running');
    case 'UserTaskAssigned': {
      const who = executorText(facts) ?? t('common:words.nobody');
      const instead = textFact(facts, 'substituteFor');
      return say(t('instance:history.UserTaskAssigned', { task, who }), 'info', {
        detail: instead ? t('instance:history.insteadOf', { name: instead }) : textFact(facts, 'reason'),
      });
    }
    case 'UserTaskRescheduled':
      return say(t('instance:history.UserTaskRescheduled', { task, when: when('availableAt') }), 'waiting', {
        detail:
          Number(facts['attempt']) > 1
            ? t('instance:history.attempt', { count: Number(facts['attempt']) })
            : null,
      });
    case 'UserTaskCompleted': {
      const outcome = textFact(facts, 'outcomeLabel') ?? textFact(facts, 'outcome');
      return say(
        outcome
          ? t('instance:history.UserTaskCompletedWith', { task, outcome })
          : t('instance:history.UserTaskCompleted', { task }),
        'done',
      );
    }
    case 'FileAdded':
    case 'FileRemoved':
      return say(
        t(`instance:history.${item.kind}`, { file: textFact(facts, 'file') ?? '', task }),
        item.kind === 'FileAdded' ? 'info' : 'skipped',
      );
    case 'UserTaskCancelled':
      return say(t('instance:history.UserTaskCancelled', { task }), 'skipped');
    case 'JobCreated':
      return say(t('instance:history.JobCreated', { element, when: when('dueAt') }), 'waiting', {
        quiet: true,
      });
    case 'JobFailed':
      return say(t('instance:history.JobFailed', { element }), 'late', {
        detail: textFact(facts, 'message'),
      });
    case 'IncidentRaised':
      return say(t('instance:history.IncidentRaised', { element }), 'failed', {
        detail: incidentDetail(facts, t),
        wentIn: setValues(facts, t),
      });
    case 'IncidentResolved': {
      const how = textFact(facts, 'how');
      const said = how === 'skipped' || how === 'caught' ? how : 'retried';
      return say(t(`instance:history.incident.${said}`, { element }), 'done', {
        detail: textFact(facts, 'reason'),
      });
    }
    case 'InstanceSuspended':
    case 'InstanceResumed':
      return say(
        t(`instance:history.${item.kind}`),
        item.kind === 'InstanceResumed' ? 'running' : 'waiting',
        {
          detail: textFact(facts, 'reason'),
        },
      );
    case 'UserTaskChanged':
      return say(t('instance:history.UserTaskChanged', { task }), 'info', {
        detail: textFact(facts, 'reason'),
      });
    case 'InstanceMigrated':
      return say(
        t('instance:history.InstanceMigrated', {
          from: String(facts['fromVersion'] ?? '?'),
          to: String(facts['toVersion'] ?? '?'),
        }),
        'info',
        { detail: textFact(facts, 'reason') },
      );
    case 'DecisionEvaluated': {
      const rules = Array.isArray(facts['rules']) ? facts['rules'] : [];
      const hit = rules.length > 0 ? 'DecisionEvaluatedRules' : 'DecisionEvaluated';
      return say(
        t(`instance:history.${hit}`, {
          element,
          decision: textFact(facts, 'decision') ?? '',
          rules: rules.join(', '),
        }),
        'info',
        { detail: decisionDetail(facts) },
      );
    }
    case 'LimitNear':
      return say(limitSentence(limitOf(facts, item.elementName), t, locale), 'late');
    case 'Noted':
      return say(textFact(facts, 'text') ?? t('instance:history.Noted'), 'info', {
        detail: textFact(facts, 'reason'),
      });
    default:
      return say([item.kind, element].filter(Boolean).join(': '), 'neutral', { quiet: true });
  }
}

/** Who did it, for the end of the line. */
export function actorName(item: HistoryItem, t: T): string {
  if (item.actor.name) return item.actor.name;
  return item.actor.kind === 'process' ? t('instance:history.process') : t('common:words.system');
}

type Facts = HistoryItem['facts'];

/** `Season = "Fall", Guests = 8 → "Spareribs"`; null for those who may not read values. */
function decisionDetail(facts: Facts): string | null {
  if (!Array.isArray(facts['inputs'])) return null;
  const inputs = facts['inputs'] as readonly { readonly name: string; readonly value: unknown }[];
  const given = inputs.map(({ name, value }) => `${name} = ${JSON.stringify(value)}`).join(', ');
  return [given, JSON.stringify(facts['output'] ?? null)].filter((part) => part !== '').join(' → ');
}

function incidentDetail(facts: Facts, t: T): string | null {
  const message = textFact(facts, 'message') ?? '';
  const { text, detail } = incidentWords({ code: textFact(facts, 'code') ?? '', message }, t);
  return [text, detail].filter(Boolean).join(' ') || null;
}

function limitOf(facts: Facts, elementName: string | null): NearLimit {
  return {
    limit: textFact(facts, 'limit') ?? '',
    max: Number(facts['max']),
    variable: textFact(facts, 'variable'),
    elementName,
  };
}

function textFact(facts: Facts, name: string): string | null {
  const value = facts[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

function executorText(facts: Facts): string | null {
  const groups = facts['groups'];
  return (
    textFact(facts, 'assignee') ?? (Array.isArray(groups) && groups.length > 0 ? groups.join(', ') : null)
  );
}

const VALUE_LENGTH_MAX = 60;

function valuesText(facts: Facts, t: T): string {
  return setValues(facts, t)
    .map(({ name, from, text }) => `${name}: ${from ? `${from.text} → ` : ''}${text}`)
    .join('; ');
}

function setValues(facts: Facts, t: T): readonly SetValue[] {
  const values = Array.isArray(facts['values']) ? (facts['values'] as unknown[]) : [];
  return values.map((entry) => {
    const { name, from, ...shown } = entry as Entry & { name?: unknown; from?: Entry };
    return { name: String(name), from: from ? shownValue(from, t) : null, ...shownValue(shown, t) };
  });
}

/** A value as the server sends it: a record comes with its title, when the reader may see it. */
interface Entry {
  readonly value?: unknown;
  readonly record?: RecordLink | null;
}

function shownValue({ value, record }: Entry, t: T): ShownValue {
  return { text: record?.title ?? valueText(value, t), record: record ?? null };
}

function valueText(value: unknown, t: T): string {
  if (value === null || value === undefined || value === '') return t('common:words.none');
  if (typeof value === 'boolean') return t(value ? 'common:words.yes' : 'common:words.no');
  if (typeof value === 'object' && '$record' in value) return t('instance:history.record');
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > VALUE_LENGTH_MAX ? `${text.slice(0, VALUE_LENGTH_MAX)}…` : text;
}
