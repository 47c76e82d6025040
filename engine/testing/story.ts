/** One line per history event: `#17 ElementActivated approve`. */
import type { HistoryEvent } from '../history/events.ts';

export function storyOf(events: readonly HistoryEvent[]): string[] {
  return events.map((event) => `#${event.seq} ${event.kind} ${detailOf(event)}`.trimEnd());
}

function detailOf(event: HistoryEvent): string {
  switch (event.kind) {
    case 'InstanceStarted':
      return event.instance.processKey;
    case 'InstanceEnded':
      return event.status;
    case 'ElementActivated':
    case 'TokenParked':
      return event.token.elementId;
    case 'ElementPassed':
    case 'ElementCompleted':
    case 'JoinFired':
      return [event.elementId, ...event.flows.map((flow) => `→${flow}`)].join(' ');
    case 'ElementTerminated':
    case 'ScopeOpened':
    case 'ScopeClosed':
      return event.elementId;
    case 'VariablesSet':
      return JSON.stringify(event.values);
    case 'UserTaskCreated':
      return `${event.task.name} ${event.task.state}`;
    case 'UserTaskCompleted':
      return event.outcome ?? '';
    case 'UserTaskRescheduled':
      return `${event.availableAt} attempt ${event.attempt}`;
    case 'UserTaskAssigned':
      return event.assignee ?? 'pool';
    case 'JobCreated':
      return `${event.job.kind} ${event.job.elementId} ${event.job.dueAt}`;
    case 'JobFailed':
      return event.message;
    case 'SubscriptionOpened':
      return `${event.subscription.name} ${event.subscription.correlationKey ?? ''}`;
    case 'IncidentRaised':
      return `${event.incident.elementId} ${event.incident.code}: ${event.incident.message}`;
    case 'InstanceMigrated':
      return event.toDefinitionId;
    case 'DecisionEvaluated':
      return [
        event.elementId,
        ...event.trace.map(({ key, rules }) => `${key}:${rules.map((rule) => rule.position).join(',')}`),
      ].join(' ');
    case 'LimitNear':
      return [event.limit, event.max, event.name].filter((part) => part !== null).join(' ');
    case 'Noted':
      return event.text;
    default:
      return '';
  }
}
