/**
 * The extension namespace of Throughline as a moddle descriptor: prefix `tl`, only inside `extensionElements`,
 * never extending a BPMN type with attributes, because two descriptors that extend the same type cannot be
 * registered together and foreign diagrams would lose content. Expressions are FEEL with a leading `=`;
 * `subject`-like texts are liquid templates over the process variables.
 */
export const TL_PREFIX = 'tl';
export const TL_URI = 'urn:throughline:bpmn:1';

const attr = (name: string, type = 'String') => ({ name, type, isAttr: true });

export const throughlineDescriptor = {
  name: 'Throughline',
  prefix: TL_PREFIX,
  uri: TL_URI,
  xml: { tagAlias: 'lowerCase' },
  associations: [],
  enumerations: [],
  types: [
    {
      // on bpmn:Process
      name: 'Process',
      superClass: ['Element'],
      properties: [
        attr('description'),
        /** `<variable>:<entity>` of the record that an instance is about, e.g. `ticket:ticket`. */
        attr('subject'),
        /** FEEL or template for the business key. */
        attr('businessKey'),
        /** Space separated record types or channels that the process declares to touch. */
        attr('reads'),
        attr('writes'),
        attr('outbound'),
        /** Whether people may start it by hand. */
        attr('manualStart', 'Boolean'),
        /** Name of this version, e.g. `2026.1`, by which a call or decision may be bound. */
        attr('versionTag'),
        /** ISO 8601 duration for which the history of an ended instance is kept, e.g. `P180D`. */
        attr('historyTimeToLive'),
        /** The description in other languages. */
        { name: 'descriptions', type: 'Translation', isMany: true },
      ],
    },
    {
      // on bpmn:Lane, bpmn:UserTask
      name: 'Assignment',
      superClass: ['Element'],
      properties: [
        /** user | position | department | recordOwner | initiator | expression */
        attr('kind'),
        /** id or code of the user, position or department; variable name for recordOwner; FEEL for expression */
        attr('value'),
      ],
    },
    {
      // on bpmn:UserTask
      name: 'Task',
      superClass: ['Element'],
      properties: [
        attr('instruction'),
        /** ISO 8601 duration of working time from entering, or FEEL. */
        attr('due'),
        attr('priority', 'Integer'),
        /** ISO 8601 duration from entering, a date, or FEEL. */
        attr('followUp'),
        /** Four eyes: ids of user tasks, the word `initiator`, and `owner:<variable>` of a record, separated by blanks. */
        attr('notBy'),
        /** The instruction in other languages. */
        { name: 'instructions', type: 'Translation', isMany: true },
      ],
    },
    {
      // on bpmn:UserTask, bpmn:StartEvent: the form-js schema as JSON text
      name: 'Form',
      superClass: ['Element'],
      properties: [attr('key'), { name: 'schema', type: 'String', isBody: true }],
    },
    {
      // on bpmn:UserTask: makes it the Create call activity
      name: 'Call',
      superClass: ['Element'],
      properties: [
        /** Liquid template, e.g. `How are things after {{ ticket.subject }}?` */
        attr('subject'),
        /** Variable that holds the contact (record reference), and the one with the account. */
        attr('contact'),
        attr('account'),
        /** ISO 8601 duration from entering the element. */
        attr('offset'),
        /** Code of the working calendar; empty for the company's. */
        attr('calendar'),
        /** HH:MM in the customer's time zone. */
        attr('windowFrom'),
        attr('windowTo'),
        /** ISO 8601 duration of the call. */
        attr('duration'),
        attr('reminder'),
        attr('priority', 'Integer'),
        /** ISO 8601 working-time duration after the planned time when it counts as overdue. */
        attr('overdueAfter'),
        { name: 'script', type: 'String', xml: { serialize: 'element' } },
      ],
    },
    {
      // on bpmn:UserTask: the results; the chosen one is the variable `result` and the outgoing flow of that code
      name: 'Outcomes',
      superClass: ['Element'],
      properties: [attr('variable'), { name: 'values', type: 'Outcome', isMany: true }],
    },
    {
      name: 'Outcome',
      superClass: ['Element'],
      properties: [
        attr('code'),
        attr('label'),
        /** proceed | repeat | reschedule */
        attr('effect'),
        /** For `repeat`: how often at most, and the ISO 8601 interval; after that the outcome proceeds. */
        attr('repeatMax', 'Integer'),
        attr('repeatEvery'),
        { name: 'labels', type: 'Translation', isMany: true },
      ],
    },
    {
      // on bpmn:ServiceTask, bpmn:SendTask: what it does
      name: 'Action',
      superClass: ['Element'],
      properties: [
        /** Name of the task handler, e.g. crm.create-record, crm.update-record, mail.send, http.request. */
        attr('type'),
        attr('retries', 'Integer'),
        /** ISO 8601 durations, comma separated: wait before the 2nd, 3rd … attempt. */
        attr('backoff'),
      ],
    },
    {
      // on bpmn:BusinessRuleTask: the decision that it makes
      name: 'Decision',
      superClass: ['Element'],
      properties: [
        /** Id of the decision in a deployed .dmn file, or `= FEEL` that gives it. */
        attr('ref'),
        /** latest | deployment | version | versionTag */
        attr('binding'),
        attr('version'),
        attr('versionTag'),
        attr('resultVariable'),
        /** singleEntry | singleResult | collectEntries | resultList; empty: what the table's outputs suggest. */
        attr('mapResult'),
      ],
    },
    {
      // on bpmn:MultiInstanceLoopCharacteristics, where BPMN has data inputs and outputs only
      name: 'MultiInstance',
      superClass: ['Element'],
      properties: [
        /** `= FEEL` for the list. */
        attr('collection'),
        /** Variable that holds the item. */
        attr('item'),
        /** Variable that receives the list of results, and `= FEEL` for the entry of one iteration. */
        attr('results'),
        attr('result'),
      ],
    },
    {
      // on bpmn:DataObject, bpmn:Property: its value at the beginning
      name: 'Initial',
      superClass: ['Element'],
      properties: [
        /** `= FEEL` */
        attr('value'),
      ],
    },
    {
      // on bpmn:AdHocSubProcess
      name: 'AdHoc',
      superClass: ['Element'],
      properties: [
        /** `= FEEL` for the ids of the activities that begin at once; empty: people choose. */
        attr('activeElements'),
        /** The list into which `outputElement` (`= FEEL`) of everything that completes is collected. */
        attr('outputCollection'),
        attr('outputElement'),
      ],
    },
    {
      // on bpmn:CallActivity: what BPMN's `calledElement` leaves open
      name: 'CalledElement',
      superClass: ['Element'],
      properties: [
        /** `= FEEL` for the key of the process; then `calledElement` may be left out. */
        attr('process'),
        /** latest | deployment | version | versionTag */
        attr('binding'),
        /** A number, or `= FEEL`; for the binding `version`. */
        attr('version'),
        /** A text, or `= FEEL`; for the binding `versionTag`. */
        attr('versionTag'),
        /** `= FEEL` or a template; empty: the caller's. */
        attr('businessKey'),
        /** Whether all variables go in, and come out, beside the mapped ones. */
        attr('allIn', 'Boolean'),
        attr('allOut', 'Boolean'),
      ],
    },
    {
      // on bpmn:DataStoreReference: the records that it stands for
      name: 'Store',
      superClass: ['Element'],
      properties: [
        /** Record type, e.g. `ticket`. */
        attr('entity'),
        /** `= FEEL` for the record or its id; empty: the variable of the entity's name. */
        attr('record'),
      ],
    },
    {
      // on any activity, and on message catch and boundary events
      name: 'Io',
      superClass: ['Element'],
      properties: [
        { name: 'inputs', type: 'Input', isMany: true },
        { name: 'outputs', type: 'Output', isMany: true },
      ],
    },
    {
      // name of the input; value: `= FEEL`, or a liquid template
      name: 'Input',
      superClass: ['Element'],
      properties: [attr('name'), { name: 'value', type: 'String', isBody: true }],
    },
    {
      // target process variable; value: `= FEEL` over the activity's result
      name: 'Output',
      superClass: ['Element'],
      properties: [attr('name'), { name: 'value', type: 'String', isBody: true }],
    },
    {
      // on bpmn:ConditionalEventDefinition: makes it a record event
      name: 'RecordEvent',
      superClass: ['Element'],
      properties: [
        attr('entity'),
        /** created | changed | stageEntered | silent */
        attr('change'),
        /** For changed and stageEntered: the field that must have changed (`status`, `stage_id` …). */
        attr('field'),
        /** Value that the field must have now. */
        attr('to'),
        /** FEEL over the record under its entity name, e.g. `= ticket.type != "spam"`. */
        attr('filter'),
        /** Variable that receives the record reference; default: the entity's name. */
        attr('variable'),
        /** For silent: ISO 8601 duration without anything happening to the record. */
        attr('after'),
      ],
    },
    {
      // on bpmn:TimerEventDefinition
      name: 'Timer',
      superClass: ['Element'],
      properties: [
        /** IANA time zone in which days and cron fields count; default UTC. */
        attr('timeZone'),
        /** Code of the working calendar in which a duration counts; `default` for the company's. */
        attr('calendar'),
        /** Of a cycle: all (default) | once | skip, what becomes of firings that nobody could make. */
        attr('catchUp'),
      ],
    },
    {
      // on bpmn:ErrorEventDefinition and bpmn:EscalationEventDefinition
      name: 'Error',
      superClass: ['Element'],
      properties: [
        /** Of a throwing event: what goes along, `= FEEL` or a template. */
        attr('message'),
        /** Of a catching event: variables that take the caught code and message. */
        attr('codeVariable'),
        attr('messageVariable'),
      ],
    },
    {
      // on bpmn:Message: how an instance is found
      name: 'Correlation',
      superClass: ['Element'],
      properties: [
        /** FEEL over the process variables, evaluated when the subscription opens. */
        attr('key'),
        /** How long a thrown message is kept until somebody waits for it: an ISO 8601 duration, or `= FEEL`. */
        attr('timeToLive'),
      ],
    },
    {
      // on bpmn:SequenceFlow: taken when the activity before it ended with this outcome
      name: 'OutcomeFlow',
      superClass: ['Element'],
      properties: [attr('code')],
    },
    {
      // on any element: its name in another language
      name: 'Translations',
      superClass: ['Element'],
      properties: [{ name: 'values', type: 'Translation', isMany: true }],
    },
    {
      name: 'Translation',
      superClass: ['Element'],
      properties: [attr('lang'), attr('text')],
    },
  ],
} as const;
