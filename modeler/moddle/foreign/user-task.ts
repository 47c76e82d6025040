/** User tasks of the two namespaces in our words: executors, candidates, dates, priority, forms. */
import { elementsOf, extensionOf, isA, referenceOf, textOf, type ModdleElement } from '../element.ts';
import type { AssignmentSettings, FormSettings, TaskSettings } from '../settings.ts';
import { foreignValue, isJuel } from './juel.ts';
import {
  childrenNamed,
  foreignAttribute,
  foreignExtension,
  foreignExtensions,
  type ForeignElement,
} from './namespaces.ts';

export interface CandidateSettings {
  /** Comma separated, or FEEL that gives a text or a list. */
  readonly users: string | null;
  readonly groups: string | null;
}

/** Who may take the task beside or instead of the assignee; null when nobody is named. */
export function readCandidates(element: ModdleElement): CandidateSettings | null {
  const zeebe = foreignExtension(element, 'zeebe', 'assignmentDefinition')?.attributes;
  const value = (name: string): string | null => {
    const text = zeebe?.[name] ?? foreignAttribute(element, 'camunda', name);
    return text ? foreignValue(text) : null;
  };
  const users = value('candidateUsers') ?? potentialOwner(element, 'user');
  const groups = value('candidateGroups') ?? potentialOwner(element, 'group');
  return users || groups ? { users, groups } : null;
}

/**
 * `bpmn:potentialOwner`: `user(kermit), group(sales)`, a bare name is a group. A resource that a performer of any kind
 * refers to is the group of its name, unless the task has an assignment of ours.
 */
function potentialOwner(element: ModdleElement, kind: 'user' | 'group'): string | null {
  const names = elementsOf(element, 'resources')
    .filter((resource) => resource.$type === 'bpmn:PotentialOwner')
    .flatMap((resource) => expressionNames(resource))
    .flatMap((name) => {
      const [, form, inner] = /^(user|group)\((.*)\)$/.exec(name) ?? [];
      return (form ?? 'group') === kind ? [(inner ?? name).trim()] : [];
    });
  const all = kind === 'group' ? [...names, ...resourceNames(element)] : names;
  return all.length > 0 ? all.join(',') : null;
}

function resourceNames(element: ModdleElement): readonly string[] {
  if (extensionOf(element, 'tl:Assignment')) return [];
  return elementsOf(element, 'resources')
    .filter((role) => isA(role, 'bpmn:Performer') && expressionNames(role).length === 0)
    .flatMap(readRoleNames);
}

/** Whom a `bpmn:performer`, `humanPerformer` or `potentialOwner` names: by its expression, else by its resource. */
export function readRoleNames(role: ModdleElement): readonly string[] {
  const names = expressionNames(role);
  const resource = textOf(referenceOf(role, 'resourceRef'), 'name')?.trim();
  return names.length > 0 || !resource ? names : [resource];
}

function expressionNames(resource: ModdleElement): readonly string[] {
  const assignment = resource.get('resourceAssignmentExpression') as ModdleElement | undefined;
  const text = textOf(assignment?.get('expression') as ModdleElement | undefined, 'body');
  return text ? text.split(',').map((name) => name.trim()) : [];
}

export function foreignAssignment(element: ModdleElement): AssignmentSettings | null {
  const text =
    foreignExtension(element, 'zeebe', 'assignmentDefinition')?.attributes.assignee ??
    foreignAttribute(element, 'camunda', 'assignee') ??
    humanPerformer(element);
  if (!text) return null;
  const value = foreignValue(text);
  const isExpression = value.startsWith('=') || isJuel(value);
  return { kind: isExpression ? 'expression' : 'user', value };
}

function humanPerformer(element: ModdleElement): string | null {
  const performer = elementsOf(element, 'resources').find(
    ({ $type }) => $type === 'bpmn:HumanPerformer' || $type === 'bpmn:Performer',
  );
  return (performer && expressionNames(performer)[0]) ?? null;
}

export function foreignTask(element: ModdleElement): TaskSettings | null {
  const schedule = foreignExtension(element, 'zeebe', 'taskSchedule')?.attributes;
  const priority =
    foreignExtension(element, 'zeebe', 'priorityDefinition')?.attributes.priority ??
    foreignAttribute(element, 'camunda', 'priority');
  const due = schedule?.dueDate ?? foreignAttribute(element, 'camunda', 'dueDate');
  const followUp = schedule?.followUpDate ?? foreignAttribute(element, 'camunda', 'followUpDate');
  if (!priority && !due && !followUp) return null;
  const isNumber = priority !== null && /^-?\d+$/.test(priority);
  return {
    instruction: null,
    instructions: {},
    due: due ? foreignValue(due) : null,
    followUp: followUp ? foreignValue(followUp) : null,
    priority: isNumber ? Number(priority) : null,
    priorityExpression: priority && !isNumber ? foreignValue(priority) : null,
  };
}

/** An embedded form of Camunda 8, generated fields of Camunda 7, or only the key of a form kept elsewhere. */
export function foreignForm(element: ModdleElement): FormSettings | null {
  const definition = foreignExtension(element, 'zeebe', 'formDefinition')?.attributes;
  const key =
    definition?.formKey ??
    definition?.formId ??
    definition?.externalReference ??
    foreignAttribute(element, 'camunda', 'formKey') ??
    foreignAttribute(element, 'camunda', 'formRef');
  const embedded = key ? embeddedForm(element, key) : null;
  const fields = childrenNamed(foreignExtension(element, 'camunda', 'formData'), 'formField');
  const properties = foreignExtensions(element, 'camunda', 'formProperty');
  if (embedded) return { key, schema: embedded };
  if (fields.length + properties.length === 0) return key ? { key, schema: null } : null;
  const components = [...fields.map(componentOfField), ...properties.map(componentOfProperty)];
  return { key, schema: JSON.stringify({ type: 'default', components }) };
}

/** `camunda-forms:bpmn:<id>` names a `zeebe:userTaskForm` of the process. */
function embeddedForm(element: ModdleElement, key: string): string | null {
  const id = /^camunda-forms:bpmn:(.+)$/.exec(key)?.[1];
  for (let at: ModdleElement | undefined = element; at && id; at = at.$parent) {
    const form = foreignExtensions(at, 'zeebe', 'userTaskForm').find((one) => one.attributes.id === id);
    if (form) return form.body;
  }
  return null;
}

const COMPONENTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  string: { type: 'textfield' },
  long: { type: 'number' },
  int: { type: 'number' },
  double: { type: 'number' },
  boolean: { type: 'checkbox' },
  date: { type: 'datetime', subtype: 'date' },
  enum: { type: 'select' },
};

function componentOfField(field: ForeignElement): object {
  const { id = '', label, type = 'string', defaultValue } = field.attributes;
  const constraints = field.children
    .filter((child) => child.name === 'validation')
    .flatMap((validation) => childrenNamed(validation, 'constraint'));
  const config = (name: string): string | undefined =>
    constraints.find((constraint) => constraint.attributes.name === name)?.attributes.config;
  const isSet = (name: string): boolean => constraints.some(({ attributes }) => attributes.name === name);
  const number = (name: string): number | undefined => {
    const value = Number(config(name));
    return config(name) === undefined || Number.isNaN(value) ? undefined : value;
  };
  return {
    ...(COMPONENTS[type] ?? COMPONENTS.string),
    key: id,
    label: label ?? id,
    ...(defaultValue === undefined ? {} : { defaultValue: defaultOf(type, defaultValue) }),
    ...(isSet('readonly') ? { readonly: true } : {}),
    ...valuesOf(field, type),
    validate: {
      required: isSet('required'),
      min: number('min'),
      max: number('max'),
      minLength: number('minlength'),
      maxLength: number('maxlength'),
    },
  };
}

function componentOfProperty(property: ForeignElement): object {
  const { id = '', name, type = 'string', required, writable, default: preset } = property.attributes;
  return {
    ...(COMPONENTS[type] ?? COMPONENTS.string),
    key: property.attributes.variable ?? id,
    label: name ?? id,
    ...(preset === undefined ? {} : { defaultValue: defaultOf(type, preset) }),
    ...(writable === 'false' ? { readonly: true } : {}),
    ...valuesOf(property, type),
    validate: { required: required === 'true' },
  };
}

function valuesOf(field: ForeignElement, type: string): object {
  if (type !== 'enum') return {};
  const values = childrenNamed(field, 'value').map(({ attributes: { id = '', name } }) => ({
    value: id,
    label: name ?? id,
  }));
  return { values };
}

function defaultOf(type: string, text: string): unknown {
  if (type === 'boolean') return text === 'true';
  const isNumber = ['long', 'int', 'double'].includes(type) && text !== '' && !Number.isNaN(Number(text));
  return isNumber ? Number(text) : text;
}
