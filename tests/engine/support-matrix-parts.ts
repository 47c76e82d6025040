/**
 * What an element can be told to do, beside where it stands: calls, choice, collaboration, data, compensation. Each
 * row names the test that proves it, as in support-matrix.ts.
 */
export interface PartRow {
  readonly part: string;
  readonly what: string;
  /** `<file> · <name of the test>`. */
  readonly proof: string;
}

const rows = (part: string, file: string, proofs: Readonly<Record<string, string>>): readonly PartRow[] =>
  Object.entries(proofs).map(([what, proof]) => ({
    part,
    what,
    proof: proof.includes(' · ') ? proof : `${file} · ${proof}`,
  }));

const CALLED_VERSION = 'is the latest, the one of the same deployment, a number, or the newest with a tag';
const KEPT = 'collaboration/kept-messages.test.ts';

export const PART_ROWS: readonly PartRow[] = [
  ...rows('call activity', 'call-activity/bindings.test.ts', {
    'calls the latest version': CALLED_VERSION,
    'calls the version of its own deployment': CALLED_VERSION,
    'calls a version by number or expression': CALLED_VERSION,
    'calls the newest version with a tag': CALLED_VERSION,
    'names the process by an expression': 'may be named by an expression',
    'hands in and takes back by mappings':
      'call-activity/call-activity.test.ts · runs the called process as a child with mapped variables',
    'hands in and takes back everything': 'is everything beside the mapped, when the diagram says so',
    'mappings of Camunda 7 and 8': 'Camunda 8 with an expression and outputs',
    'business key of its own, else its caller’s': 'has the business key that the call names',
    'global user task': 'is called by its id: a person’s task',
    'global script task': 'a script',
    'global manual task': 'a manual one',
    'global task': 'an undefined one',
    'an error of the called process is caught': 'events/error.test.ts · crosses call activities',
    'an escalation of the called process is caught': 'events/escalation.test.ts · crosses call activities',
    'is interrupted with the called instance':
      'boundary-event/boundary-event.test.ts · interrupts a call activity with the called instance',
    'a missing process is an incident':
      'call-activity/call-activity.test.ts · becomes an incident when there is no such process',
    'depth is limited': 'call-activity/call-activity.test.ts · stops a process that calls itself without end',
  }),
  ...rows('user task', 'foreign/task-changes.test.ts', {
    'listeners of creation, assignment, completion':
      'foreign/foreign-diagrams.test.ts · tells listeners who gets the task and how it ends',
    'listeners of updates (Camunda 7 `update`, 8 `updating`)':
      'tells its listeners of updates, of assignments after them, and of nothing that stays as it is',
    'listeners of a timeout, once': 'tells its listener when its time is up, and goes on',
    'listeners of a timeout, in a cycle':
      'tells it as often as its cycle says, and no more when the task is done',
    'a timeout goes with a migration':
      'keeps its times when the instance moves to a version that still has them',
    'a timeout without a timer is refused': 'refuses with %s what no listener can hear',
  }),
  ...rows('ad-hoc subprocess', 'ad-hoc-sub-process/ad-hoc-sub-process.test.ts', {
    'activities begun by people': 'lets people choose, and ends by its condition with what still runs',
    'activities begun by a list': 'begins with what the diagram lists, and ends when that is done',
    'parallel ordering': 'lets people choose, and ends by its condition with what still runs',
    'sequential ordering': 'that is sequential runs one activity at a time',
    'completion condition, cancelling what remains':
      'lets people choose, and ends by its condition with what still runs',
    'completion condition, waiting for what remains': 'waits for what still runs when it does not cancel it',
    'neither list nor condition': 'without a list and a condition ends when everything has been done once',
    'results collected': 'collects a result of everything that completes',
    'what cannot be begun is refused': 'refuses what cannot be started',
  }),
  ...rows('names of events', 'events/names.test.ts', {
    'message that is caught, by FEEL, `${…}` or a template':
      'is found by its name as it was when the wait began (%s)',
    'message of a receive task and a boundary event': 'waits by its name at a receive task and on its border',
    'message of an event subprocess': 'waits by its name in an event subprocess',
    'message that is thrown': 'is sent under the name that its variables give',
    'signal that is caught and thrown': 'is heard and called under the name that its variables give',
    'a start event with variables is refused': 'is refused where a process begins, and nowhere else',
    'a name that gives no text is an incident': 'is an incident where it gives no text',
    'code of an error that is thrown': 'is thrown under the code that its variables give: an %s',
    'code of an escalation that is thrown': 'is thrown under the code that its variables give: an %s',
    'a caught code with variables is refused': 'of what is caught must be a constant',
    'goes with a migration': 'stays as it was when another version says the same',
  }),
  ...rows('collaboration', 'collaboration/collaboration.test.ts', {
    'several pools that are executed in one file': 'exchange messages %s, each with its own partner',
    'message flows deliver messages without a name': 'exchange messages %s, each with its own partner',
    'send task whose message only its flow names': 'hear a send task whose message only its flow names',
    'correlation by conversation': 'exchange messages %s, each with its own partner',
    'correlation by business key': 'find each other by the business key where there is one',
    'correlation keys, properties and subscriptions': 'find each other by the properties of their messages',
    'correlation by an expression (`tl:correlation`)':
      'receive-task/receive-task.test.ts · waits for its message with its key',
    'kept messages': `${KEPT} · is delivered as soon as somebody waits with its key, and once only`,
    'kept messages start processes': `${KEPT} · starts a process that is deployed later`,
    'kept messages expire': `${KEPT} · expires, and then reaches nobody`,
    'kept messages of throwing events': `${KEPT} · may be thrown by a process`,
    'instantiating receive task':
      'receive-task/instantiating.test.ts · starts an instance with its message, once per message',
    'instantiating event-based gateway':
      'event-based-gateway/instantiating.test.ts · starts by whichever message comes, and waits for no other',
    'instantiating event-based gateway, parallel':
      'event-based-gateway/instantiating.test.ts · starts by the first and awaits the others when it is parallel',
  }),
  ...rows('data', 'data/data.test.ts', {
    'data object of a process, several references':
      'moves through data objects, inputs, outputs, properties and stores',
    'data object of a subprocess': 'moves through data objects, inputs, outputs, properties and stores',
    'initial value (`tl:Initial`)': 'moves through data objects, inputs, outputs, properties and stores',
    properties: 'moves through data objects, inputs, outputs, properties and stores',
    'ioSpecification with one set each way':
      'moves through data objects, inputs, outputs, properties and stores',
    'several sets are refused': 'refuses a choice between input sets',
    'associations: copy, transformation, assignments':
      'moves through data objects, inputs, outputs, properties and stores',
    'data of a catch event': 'data/event-data.test.ts · of a catch event goes into the data object',
    'data of a start event': 'data/event-data.test.ts · of a start and a boundary event',
    'data of a boundary event': 'data/event-data.test.ts · of a start and a boundary event',
    'data of a throw event': 'data/event-data.test.ts · of a message %s event is what its message carries',
    'data of an end event': 'data/event-data.test.ts · of a message %s event is what its message carries',
    'data store as a record, read and written':
      'moves through data objects, inputs, outputs, properties and stores',
    'data store read again after a write of the same step':
      'data/store-in-step.test.ts · is seen as the step itself has written it',
    'data store without a record is an incident': 'stops where the record of a data store is not named',
    'input and output mappings, local variables':
      'keeps the inputs of a waiting activity to itself until it is left',
    'loopDataInputRef, inputDataItem, loopDataOutputRef':
      'foreign/repeated.test.ts · goes from one data object to another as the standard says',
  }),
  ...rows('compensation', 'compensation/compensation.test.ts', {
    'reverse order of completion': 'undoes all in reverse order of completion, and then goes on',
    'of one activity (`activityRef`)': 'of one activity undoes only that, once for each time it completed',
    'without waiting (`waitForCompletion="false"`)': 'need not be waited for',
    'by an end event': 'may be the end event',
    'of a completed subprocess, with its snapshot':
      'of a completed subprocess undoes its inside, with its local variables',
    'handler of a subprocess for all of it': 'uses the handler of a subprocess for all of it',
    'compensation event subprocess': 'runs a compensation event subprocess instead of the inside',
    'thrown in an event subprocess': 'in an event subprocess undoes what completed around it',
    'of repeated activities, each iteration':
      'is undone once for each iteration, with its item, the last first',
    'a handler that fails': 'leaves an incident at a handler that fails, and goes on when it is mended',
    'what is unfinished is not undone': 'does nothing for what is not finished',
    'goes with a migration': 'takes along what may be undone (%s)',
  }),
  ...rows('transaction', 'compensation/compensation.test.ts', {
    'that succeeds goes on': 'that succeeds goes on, and can be undone as a whole',
    'cancel end event and boundary event':
      'of a transaction by its cancel end event: all is taken away, undone, and left by the boundary',
    'cancelled before anything completed': 'cancelled before anything completed is left at once',
    'handlers that wait': 'waits for handlers that wait before it is left',
    'an error leaves it without compensation': 'that fails by an error is left without compensation',
  }),
];
