/**
 * The Create call activity in the calendar. The call stands in the executor's calendar from the moment that its task
 * is entered, moves with the task, and is closed with the task's result. The diagram that draws a call declares it;
 * nothing more needs to be declared.
 */
import type { TransactionHandler, Variables } from '#engine';
import { crmHandler, type CrmEffect, type CrmHandlerDeps } from './crm-handler.ts';
import { instantInput, minutesInput, recordIdOf, recordInput, requiredText, textInput } from './input.ts';
import { HandlerRefusal } from './refusal.ts';

const DURATION_MINUTES = 15;
const MINUTE_MS = 60_000;

export function planCallHandler(deps: CrmHandlerDeps): TransactionHandler {
  return crmHandler(deps, planCall);
}

export function endCallHandler(deps: CrmHandlerDeps): TransactionHandler {
  return crmHandler(deps, endCall);
}

async function planCall(effect: CrmEffect): Promise<Variables> {
  const { input, caller, crm } = effect;
  const start = instantInput(input, 'plannedAt');
  if (!start) throw new HandlerRefusal('The call has no planned time.');
  const durationMinutes = minutesInput(input, 'duration', DURATION_MINUTES);
  const end = new Date(start.getTime() + durationMinutes * MINUTE_MS);
  const userTaskId = requiredText(input, 'taskId');
  const times = { plannedStart: start.toISOString(), plannedEnd: end.toISOString() };
  // A task that starts over keeps its calendar entry.
  const moved = await crm.activities.changeOfTask(caller, {
    userTaskId,
    fields: { ...times, status: 'planned' },
  });
  const id = moved?.id ?? (await planNew(effect, { userTaskId, ...times }));
  return { activityId: id, activity: { $record: 'activity', id }, durationMinutes, ...times };
}

async function planNew(
  { input, context, caller, crm }: CrmEffect,
  plan: { readonly userTaskId: string; readonly plannedStart: string; readonly plannedEnd: string },
): Promise<string> {
  const record = recordInput(input, 'record');
  const planned = await crm.activities.plan(caller, {
    kind: 'call',
    direction: 'out',
    subject: textInput(input, 'subject') ?? context.elementName ?? context.elementId,
    body: textInput(input, 'script'),
    plannedStart: plan.plannedStart,
    plannedEnd: plan.plannedEnd,
    ownerId: textInput(input, 'assignee'),
    accountId: recordIdOf(input.account, 'account'),
    contactId: recordIdOf(input.contact, 'contact'),
    links: record?.$record === 'ticket' ? [{ entity: 'ticket', id: record.id }] : [],
    reminderMinutes: input.reminder ? minutesInput(input, 'reminder', 0) : null,
    priority: activityPriority(input.priority),
    task: { userTaskId: plan.userTaskId, instanceId: context.instanceId, elementId: context.elementId },
    effectKey: context.effectKey,
  });
  return planned.id;
}

/** Closed with what the person chose; taken from the calendar when the process took the task away. */
async function endCall({ input, context, caller, crm }: CrmEffect): Promise<Variables> {
  const outcome = textInput(input, 'outcome');
  const minutes = minutesOfTalk(input.entered);
  await crm.activities.changeOfTask(caller, {
    userTaskId: requiredText(input, 'taskId'),
    fields: { status: endStatus(input.cancelled === true, outcome), outcome },
    ...(minutes === null
      ? {}
      : { actual: { start: new Date(context.now.getTime() - minutes * MINUTE_MS), end: context.now } }),
  });
  return {};
}

/** How long the talk took, as the call card measured it. */
function minutesOfTalk(entered: Variables[string] | undefined): number | null {
  if (typeof entered !== 'object' || entered === null || !('callMinutes' in entered)) return null;
  const minutes = Number(entered.callMinutes);
  return Number.isFinite(minutes) && minutes >= 0 ? minutes : null;
}

function endStatus(cancelled: boolean, outcome: string | null): string {
  if (cancelled) return 'cancelled';
  return outcome === 'no_answer' ? 'no_answer' : 'done';
}

const PRIORITIES = ['low', 'normal', 'high'];

/** Priorities of tasks are numbers, those of activities are words. */
export function activityPriority(value: Variables[string] | undefined): string {
  if (typeof value === 'string' && PRIORITIES.includes(value)) return value;
  const number = Number(value ?? 0);
  if (number >= 70) return 'high';
  return number < 0 ? 'low' : 'normal';
}
