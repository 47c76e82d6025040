/** One question of a form's page, as the type of its field wants to be answered. */
import type { WebFormContent } from '#contract';
import type { AskedField } from './form-fields.ts';
import { FORM_WORDS } from './form-values.ts';

const TYPES: Readonly<Record<string, string>> = { email: 'email', phone: 'tel', url: 'url', date: 'date' };
const FILLED_BY: Readonly<Record<string, string>> = {
  ...{ email: 'email', phone: 'tel', website: 'url', givenName: 'given-name', familyName: 'family-name' },
  ...{ companyName: 'organization', positionText: 'organization-title', city: 'address-level2' },
};

interface Question {
  /** What was written before. */
  readonly given: string;
  /** Attributes that name the message, and the message. */
  readonly error: { readonly id: string; readonly html: string };
  readonly locale: WebFormContent['locale'];
}

export function fieldHtml(field: AskedField, { given, error, locale }: Question): string {
  const { key, label, required, meta } = field;
  const attributes = `id="${key}" name="${key}"${required ? ' required' : ''}${error.id}`;
  const named = `${escaped(label)}${required ? ' *' : ''}`;
  const labelled = (input: string): string => `<label for="${key}">${named}</label>${input}${error.html}`;
  const options = (meta.options ?? []).map((option) => ({
    value: escaped(option.value),
    text: escaped(option.label[locale]),
    isChosen: given.split(',').includes(option.value),
  }));
  switch (meta.type) {
    case 'longText':
      return labelled(`<textarea ${attributes} maxlength="20000">${escaped(given)}</textarea>`);
    case 'select': {
      const choices = options.map(
        ({ value, text, isChosen }) =>
          `<option value="${value}"${isChosen ? ' selected' : ''}>${text}</option>`,
      );
      return labelled(
        `<select ${attributes}><option value="">${FORM_WORDS[locale].choose}</option>${choices.join('')}</select>`,
      );
    }
    case 'multiSelect': {
      const boxes = options.map(
        ({ value, text, isChosen }) =>
          `<label class="check"><input type="checkbox" name="${key}" value="${value}"${isChosen ? ' checked' : ''}><span>${text}</span></label>`,
      );
      return `<fieldset${error.id}><legend>${named}</legend>${boxes.join('')}${error.html}</fieldset>`;
    }
    case 'boolean':
      return `<label class="check"><input type="checkbox" ${attributes} value="1"${given === '1' ? ' checked' : ''}><span>${named}</span></label>${error.html}`;
    default: {
      const isNumber = meta.type === 'number' || meta.type === 'money';
      return labelled(
        `<input ${attributes} type="${TYPES[meta.type] ?? 'text'}"${isNumber ? ' inputmode="decimal"' : ''} value="${escaped(given)}" maxlength="300" autocomplete="${FILLED_BY[key] ?? 'on'}">`,
      );
    }
  }
}

export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
