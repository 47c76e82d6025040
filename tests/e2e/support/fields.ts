/** Fields that the administrator adds, as a test needs them. */
import type { Visitor } from './stage.ts';

interface AddedField {
  readonly entity: string;
  readonly key: string;
  readonly labelEn: string;
  readonly [content: string]: unknown;
}

/** A field of text, unless it says otherwise. */
export async function newField(admin: Visitor, { entity, ...content }: AddedField): Promise<void> {
  const made = await admin.send('POST', `/api/admin/entities/${entity}/fields`, {
    ...{ type: 'text', labelRu: content.labelEn, section: 'details', required: false, isUnique: false },
    ...{ isIndexed: false, isSearched: false, inList: false, referenceEntity: null },
    ...{ visibleIf: null, requiredIf: null, options: [] },
    ...content,
  });
  if (made.status !== 200) throw new Error(`Expected a field, but got ${JSON.stringify(made.body)}.`);
}
