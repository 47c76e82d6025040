import { z } from 'zod';
import { id, idParams, none, ok } from './common.ts';
import { entityParams } from './records.ts';
import { fieldCondition, fieldType, tone } from './record-kinds.ts';
import { defineRoute } from './route.ts';

const label = z.string().trim().min(1).max(100);

const fieldOption = z
  .object({
    value: z
      .string()
      .regex(/^[a-zA-Z][a-zA-Z0-9_]{0,59}$/, 'A value is a letter, then letters, digits or _.'),
    labelEn: label,
    labelRu: label,
    tone,
  })
  .strict();

const fieldContent = z
  .object({
    labelEn: label,
    labelRu: label,
    section: z.enum(['main', 'contact', 'details']),
    required: z.boolean(),
    isUnique: z.boolean(),
    isIndexed: z.boolean(),
    isSearched: z.boolean(),
    inList: z.boolean(),
    visibleIf: z.array(fieldCondition).max(10).nullable(),
    requiredIf: z.array(fieldCondition).max(10).nullable(),
    options: z.array(fieldOption).max(500),
  })
  .strict();

const newField = fieldContent
  .extend({
    key: z
      .string()
      .regex(/^[a-z][a-zA-Z0-9]{0,59}$/, 'A key is a small Latin letter, then letters or digits.'),
    type: fieldType,
    referenceEntity: z.string().max(63).nullable(),
  })
  .strict();

export const customField = newField.extend({
  id,
  entity: z.string(),
  version: z.number().int(),
  indexState: z.enum(['none', 'wanted', 'building', 'ready', 'failed']),
  indexProblem: z.string().nullable(),
  droppedAt: z.string().nullable(),
});
export type CustomField = z.infer<typeof customField>;
export type CustomFieldContent = z.infer<typeof fieldContent>;

const kindNames = { labelEn: label, labelRu: label, pluralEn: label, pluralRu: label };

/** A kind of record that an administrator made. */
export const ownKind = z.object({
  entity: z.string(),
  ...kindNames,
  version: z.number().int(),
  /** Its records are read and exported, and nothing more. */
  retiredAt: z.string().nullable(),
});
export type OwnKind = z.infer<typeof ownKind>;

export const customFieldRoutes = {
  customFields: defineRoute({
    method: 'GET',
    path: '/api/admin/entities/:entity/fields',
    access: 'admin',
    summary: 'Fields that were added to a kind of record, dropped ones included',
    params: entityParams,
    query: none,
    body: none,
    response: z.object({ items: z.array(customField) }),
    idempotent: false,
  }),
  createField: defineRoute({
    method: 'POST',
    path: '/api/admin/entities/:entity/fields',
    access: 'admin',
    summary: 'Add a field; it is there with the next request',
    params: entityParams,
    query: none,
    body: newField,
    response: customField,
    idempotent: true,
  }),
  reorderFields: defineRoute({
    method: 'PUT',
    path: '/api/admin/entities/:entity/field-order',
    access: 'admin',
    summary: 'Put the added fields of a kind of record in order',
    params: entityParams,
    query: none,
    body: z.object({ ids: z.array(id).max(500) }).strict(),
    response: z.object({ items: z.array(customField) }),
    idempotent: true,
  }),
  updateField: defineRoute({
    method: 'PUT',
    path: '/api/admin/fields/:id',
    access: 'admin',
    summary: 'Change an added field; key and type stay',
    params: idParams,
    query: none,
    body: fieldContent.extend({ version: z.number().int() }).strict(),
    response: customField,
    idempotent: true,
  }),
  dropField: defineRoute({
    method: 'DELETE',
    path: '/api/admin/fields/:id',
    access: 'admin',
    summary:
      'Drop an added field; values are kept for 30 days. 409 names the versions of processes that use it',
    params: idParams,
    query: none,
    body: none,
    response: customField,
    idempotent: true,
  }),
  restoreField: defineRoute({
    method: 'POST',
    path: '/api/admin/fields/:id/restore',
    access: 'admin',
    summary: 'Bring a dropped field back with its values',
    params: idParams,
    query: none,
    body: none,
    response: customField,
    idempotent: true,
  }),
  createEntity: defineRoute({
    method: 'POST',
    path: '/api/admin/entities',
    access: 'admin',
    summary: 'Make a kind of record; it has lists, pages, rights and a timeline at once',
    params: none,
    query: none,
    body: z
      .object({
        entity: z.string().regex(/^[a-z][a-z_]{1,40}$/, 'A key is small Latin letters and _.'),
        labelEn: label,
        labelRu: label,
        pluralEn: label,
        pluralRu: label,
      })
      .strict(),
    response: ok,
    idempotent: true,
  }),
  ownKinds: defineRoute({
    method: 'GET',
    path: '/api/admin/entities',
    access: 'admin',
    summary: 'Kinds of records that were made here, retired ones included',
    params: none,
    query: none,
    body: none,
    response: z.object({ items: z.array(ownKind) }),
    idempotent: false,
  }),
  renameKind: defineRoute({
    method: 'PUT',
    path: '/api/admin/entities/:entity',
    access: 'admin',
    summary: 'Rename a kind of record that was made here; its key stays',
    params: entityParams,
    query: none,
    body: z.object({ ...kindNames, version: z.number().int() }).strict(),
    response: ownKind,
    idempotent: true,
  }),
  retireKind: defineRoute({
    method: 'DELETE',
    path: '/api/admin/entities/:entity',
    access: 'admin',
    summary:
      'Retire a kind of record: what is there stays readable. 409 names the versions of processes and the fields that refer to it',
    params: entityParams,
    query: none,
    body: none,
    response: ownKind,
    idempotent: true,
  }),
  restoreKind: defineRoute({
    method: 'POST',
    path: '/api/admin/entities/:entity/restore',
    access: 'admin',
    summary: 'Bring a retired kind of record back',
    params: entityParams,
    query: none,
    body: none,
    response: ownKind,
    idempotent: true,
  }),
};
