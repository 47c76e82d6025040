/** Which editor a value gets, and what the edited text means. A value keeps its type: a number stays a number. */

export type ParameterEditor = 'boolean' | 'number' | 'text' | 'record' | 'json';

export interface RecordReference {
  readonly $record: string;
  readonly id: string;
}

export function isRecordReference(value: unknown): value is RecordReference {
  return (
    typeof value === 'object' &&
    value !== null &&
    '$record' in value &&
    typeof value.$record === 'string' &&
    'id' in value &&
    typeof value.id === 'string'
  );
}

export function editorOf(value: unknown): ParameterEditor {
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'number') return 'number';
  if (isRecordReference(value)) return 'record';
  return typeof value === 'object' && value !== null ? 'json' : 'text';
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

export type Edited = { readonly ok: true; readonly value: unknown } | { readonly ok: false };

export function parseEdited(editor: ParameterEditor, value: unknown): Edited {
  if (editor === 'number') return typeof value === 'number' ? { ok: true, value } : { ok: false };
  if (editor !== 'json') return { ok: true, value: value ?? '' };
  try {
    return { ok: true, value: JSON.parse(String(value)) as unknown };
  } catch {
    return { ok: false };
  }
}
