/**
 * What somebody may do with a task by replying to its mail: choose an outcome that needs no date, when the form asks for
 * nothing that only its page can take. What stands below the outcome goes into the one text that the form has.
 */
import type { Outcome } from '#contract';
import type { DefinitionView, UserTaskRow } from '#engine';
import { outcomesOf } from '../presenters/outcomes.ts';

export interface TaskOffer {
  readonly outcomes: readonly Pick<Outcome, 'code' | 'label'>[];
  readonly text: {
    readonly key: string;
    readonly label: { readonly en: string; readonly ru: string };
    readonly required: boolean;
  } | null;
}

interface FormField {
  readonly type?: unknown;
  readonly key?: unknown;
  readonly label?: unknown;
  readonly properties?: { readonly label_ru?: unknown; readonly recordField?: unknown };
  readonly validate?: { readonly required?: unknown };
  readonly components?: unknown;
}

const NOTHING: TaskOffer = { outcomes: [], text: null };

export function taskOffer(task: UserTaskRow, definition: DefinitionView | null): TaskOffer {
  const element = definition?.elements.find((one) => one.id === task.elementId);
  if (!element || task.kind === 'call') return NOTHING;
  const fields = fieldsOf(element.form);
  const [only] = fields;
  const isPlain = only?.properties?.recordField === undefined;
  const isText = fields.length === 1 && isPlain && (only?.type === 'textarea' || only?.type === 'textfield');
  if (!isText && fields.some((field) => field.validate?.required === true)) return NOTHING;
  const outcomes = outcomesOf(element)
    .filter(({ effect }) => effect === 'proceed')
    .map(({ code, label }) => ({ code, label }));
  return { outcomes, text: isText && only ? textOf(only) : null };
}

function textOf(field: FormField): TaskOffer['text'] {
  const key = String(field.key);
  const en = typeof field.label === 'string' ? field.label : key;
  const ru = field.properties?.label_ru;
  return {
    key,
    label: { en, ru: typeof ru === 'string' ? ru : en },
    required: field.validate?.required === true,
  };
}

/** Of all groups; what only shows something has no key. */
function fieldsOf(schema: unknown): FormField[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const field = schema as FormField;
  const own = typeof field.key === 'string' ? [field] : [];
  return [...own, ...(Array.isArray(field.components) ? field.components.flatMap(fieldsOf) : [])];
}

export interface ReadReply {
  readonly outcome: TaskOffer['outcomes'][number] | null;
  /** Below the outcome, or all of it. */
  readonly text: string;
}

/** The first line is the label of an outcome, in either language; how it is written and its last dot do not matter. */
export function readReply(words: string, { outcomes }: TaskOffer): ReadReply {
  const [first = '', ...rest] = words.trim().split('\n');
  const said = plain(first);
  const outcome = outcomes.find(
    ({ label }) => said !== '' && [plain(label.en), plain(label.ru)].includes(said),
  );
  return outcome ? { outcome, text: rest.join('\n').trim() } : { outcome: null, text: words.trim() };
}

function plain(line: string): string {
  return line
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s*_"“”«»]+/g, ' ')
    .replace(/[.,!;:]+\s*$/, '')
    .trim();
}
