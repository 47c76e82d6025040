/** `crm.create-task`, `crm.plan-meeting`, `crm.add-note` and `crm.notify`: what a process gives people beside its own tasks. */
import { isRecordRef, type TransactionHandler, type Variables } from '#engine';
import { activityPriority } from './call-handlers.ts';
import { crmHandler, type CrmEffect, type CrmHandlerDeps } from './crm-handler.ts';
import {
  instantInput,
  minutesInput,
  recordIdOf,
  recordInput,
  requiredRecord,
  requiredText,
  textInput,
} from './input.ts';
import { assertDeclaredRead, assertDeclaredWrite } from './process-caller.ts';
import { HandlerRefusal } from './refusal.ts';

const MEETING_MINUTES = 60;
const MINUTE_MS = 60_000;
const NOTE_SUBJECT_MAX = 80;

export function createTaskHandler(deps: CrmHandlerDeps): TransactionHandler {
  return crmHandler(deps, async (effect) => {
    const { input, context } = effect;
    const due = instantInput(input, 'dueAt') ?? context.now;
    return plan(effect, {
      kind: 'task',
      body: textInput(input, 'body'),
      plannedStart: due < context.now ? due : context.now,
      plannedEnd: due,
      priority: activityPriority(input.priority),
      ownerId: await ownerOf(effect),
    });
  });
}

export function planMeetingHandler(deps: CrmHandlerDeps): TransactionHandler {
  return crmHandler(deps, async (effect) => {
    const { input } = effect;
    const start = instantInput(input, 'startsAt');
    if (!start) throw new HandlerRefusal("The input 'startsAt' is empty.");
    const contactId = recordIdOf(input.contact, 'contact');
    return plan(effect, {
      kind: 'meeting',
      body: textInput(input, 'place'),
      plannedStart: start,
      plannedEnd: new Date(start.getTime() + minutesInput(input, 'duration', MEETING_MINUTES) * MINUTE_MS),
      participants: contactId ? [{ contactId }] : [],
      ownerId: await ownerOf(effect),
    });
  });
}

export function addNoteHandler(deps: CrmHandlerDeps): TransactionHandler {
  return crmHandler(deps, async (effect) => {
    const body = requiredText(effect.input, 'body');
    requiredRecord(effect.input, 'record');
    const [firstLine = body] = body.split('\n');
    const subject =
      firstLine.length > NOTE_SUBJECT_MAX ? `${firstLine.slice(0, NOTE_SUBJECT_MAX - 1)}…` : firstLine;
    return plan(effect, { kind: 'note', subject, body, status: 'done', ownerId: effect.caller.user.id });
  });
}

/** Everybody of a pool is told; nobody to tell is no reason to stop. */
export function notifyHandler(deps: CrmHandlerDeps): TransactionHandler {
  return crmHandler(deps, async (effect) => {
    const { input, caller, crm, context } = effect;
    const { $record: entity, id } = requiredRecord(input, 'record');
    assertDeclaredRead(context, entity);
    const people = await peopleOf(effect, 'to');
    await crm.notifications.tell(caller, {
      people,
      record: { entity, id },
      text: requiredText(input, 'text'),
    });
    return {};
  });
}

type Plan = Parameters<CrmEffect['crm']['activities']['plan']>[1];

async function plan(
  { input, context, caller, crm }: CrmEffect,
  request: Omit<Plan, 'subject'> & { readonly subject?: string },
): Promise<Variables> {
  assertDeclaredWrite(context, 'activity');
  const record = recordInput(input, 'record');
  const activity = await crm.activities.plan(caller, {
    ...request,
    subject: request.subject ?? requiredText(input, 'subject'),
    accountId: recordIdOf(input.account, 'account'),
    contactId: recordIdOf(input.contact, 'contact'),
    links: record ? [{ entity: record.$record, id: record.id }] : [],
    task: { userTaskId: null, instanceId: context.instanceId, elementId: context.elementId },
    effectKey: context.effectKey,
  });
  return { activity: { $record: 'activity', id: activity.id } };
}

/** The first of a pool gets it. */
async function ownerOf(effect: CrmEffect): Promise<string | null> {
  return (await peopleOf(effect, 'owner'))[0] ?? null;
}

/** `position:<code>`, `department:<code>`, a user's id or e-mail, or a user record. */
async function peopleOf(
  { input, context, caller, crm }: CrmEffect,
  name: string,
): Promise<readonly string[]> {
  const given = input[name];
  if (isRecordRef(given)) return given.$record === 'user' ? [given.id] : [];
  const value = textInput(input, name);
  if (value === null) return [];
  const found = await crm.organisation.resolveExecutors(
    { kind: 'expression', value, record: null, initiator: context.initiator, at: context.now },
    caller.transaction,
  );
  if (found.assignee) return [found.assignee];
  return (await crm.organisation.membersOf(found.candidateGroups)).map(({ id }) => id);
}
