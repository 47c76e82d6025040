/** What kinds of records there are, and which fields they have for the caller. */
import { z } from 'zod';
import { localizedText } from './common.ts';

export const fieldType = z.enum([
  'text',
  'longText',
  'number',
  'money',
  'boolean',
  'date',
  'dateTime',
  'select',
  'multiSelect',
  'reference',
  'user',
  'phone',
  'email',
  'url',
]);
export type FieldType = z.infer<typeof fieldType>;

/** Tone of a select option; the theme gives colour and shape. */
export const tone = z.enum(['neutral', 'info', 'running', 'waiting', 'done', 'late', 'failed']);
export type Tone = z.infer<typeof tone>;

/** A simple condition over another field of the same record. */
export const fieldCondition = z
  .object({
    field: z.string().max(100),
    operator: z.enum(['eq', 'ne', 'in', 'empty', 'notEmpty']),
    value: z.unknown().optional(),
  })
  .strict();
export type FieldCondition = z.infer<typeof fieldCondition>;

const option = z.object({
  value: z.string(),
  label: localizedText,
  tone,
  /** The choice of another list that it belongs to: a stage's pipeline. */
  group: z.string().optional(),
  /** What the product itself means by it: open, closed, won, lost, paused. */
  baseState: z.string().optional(),
  /** Who moves a record to it by hand gives a reason along with it, in the fields of `statusReason`. */
  asksReason: z.boolean().optional(),
});

export const fieldMeta = z.object({
  key: z.string(),
  type: fieldType,
  label: localizedText,
  required: z.boolean(),
  /** Set by the product only (number, created at …). */
  readOnly: z.boolean(),
  /** Read-only afterwards: whoever makes the record may give it. */
  setAtCreation: z.boolean().optional(),
  options: z.array(option).optional(),
  /** Switched off: old records may have them, nothing new may. */
  retiredOptions: z.array(option).optional(),
  referenceEntity: z.string().optional(),
  sortable: z.boolean(),
  filterable: z.boolean(),
  /** Section of the record page. */
  section: z.enum(['main', 'contact', 'details', 'system']),
  /** Made by an administrator. */
  isCustom: z.boolean(),
  /** When it is shown, and when it must be filled in: all conditions hold for the other fields. */
  visibleIf: z.array(fieldCondition).optional(),
  requiredIf: z.array(fieldCondition).optional(),
});
export type FieldMeta = z.infer<typeof fieldMeta>;

export const entityMeta = z.object({
  entity: z.string(),
  label: localizedText,
  pluralLabel: localizedText,
  /** Field whose value names the record. */
  titleField: z.string(),
  /** The field that a stage bar and kanban use, if any. */
  statusField: z.string().nullable(),
  /** The fields that take the reason of a move of the status: one of the choices, where there are any, and words. */
  statusReason: z.object({ choice: z.string(), note: z.string() }).optional(),
  fields: z.array(fieldMeta),
  listColumns: z.array(z.string()),
  defaultSort: z.string(),
  /** What the caller may do with at least some records. */
  rights: z.object({
    create: z.boolean(),
    read: z.boolean(),
    edit: z.boolean(),
    delete: z.boolean(),
    export: z.boolean(),
  }),
  /** Teams, territories: chosen in forms, not worked with as records. */
  isDirectory: z.boolean(),
  /** Made by an administrator. */
  isCustom: z.boolean(),
  /** Read and exported, and offered nowhere: an administrator retired it. */
  isRetired: z.boolean(),
  /** Whether fields can be added. */
  takesFields: z.boolean(),
});
export type EntityMeta = z.infer<typeof entityMeta>;
