/** What a field may be, in the order of the form. */
import type { CustomFieldContent, FieldType } from '#contract';

export const FIELD_TYPES: readonly FieldType[] = [
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
];
export const UNIQUE_TYPES: readonly FieldType[] = ['text', 'number', 'date', 'phone', 'email', 'url'];
export const SECTIONS = ['main', 'contact', 'details'] as const;
export const SWITCHES = ['required', 'isUnique', 'isIndexed', 'isSearched', 'inList'] as const;

export const emptyField: CustomFieldContent = {
  labelEn: '',
  labelRu: '',
  section: 'details',
  required: false,
  isUnique: false,
  isIndexed: false,
  isSearched: false,
  inList: false,
  visibleIf: null,
  requiredIf: null,
  options: [],
};
