/** The page of a form: plain HTML without a script, in the form's own words, light or dark as the visitor likes. */
import { createHash } from 'node:crypto';
import type { WebFormContent } from '#contract';
import type { FieldProblem } from '../errors/problems.ts';
import { escaped, fieldHtml } from './field-html.ts';
import type { AskedField } from './form-fields.ts';
import { FORM_WORDS } from './form-values.ts';

export const TRAP_FIELD = 'homepage2';

const STYLE = `
:root { color-scheme: light dark; }
body { max-width: 34rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; font: 16px/1.5 system-ui, sans-serif; background: Canvas; color: CanvasText; }
h1 { font-size: 1.5rem; line-height: 1.25; }
p { white-space: pre-line; overflow-wrap: anywhere; }
label { display: block; margin: 1rem 0 .25rem; font-weight: 600; }
input:not([type=checkbox]), textarea, select { box-sizing: border-box; width: 100%; padding: .6rem .7rem; border: 1px solid GrayText; border-radius: 6px; font: inherit; background: Field; color: FieldText; }
textarea { min-height: 8rem; }
fieldset { margin: 1rem 0 0; padding: 0; border: 0; }
legend { padding: 0; font-weight: 600; }
input:focus-visible, textarea:focus-visible, select:focus-visible, button:focus-visible { outline: 3px solid #2f6fde; outline-offset: 1px; }
.check { display: flex; gap: .6rem; align-items: flex-start; font-weight: 400; }
.check input { flex: none; width: 1.2rem; height: 1.2rem; margin-top: .15rem; }
.error { margin: .25rem 0 0; color: light-dark(#b3261e, #ff9d94); }
button { margin-top: 1.5rem; padding: .7rem 1.4rem; border: 0; border-radius: 6px; font: inherit; font-weight: 600; background: #1f5fbf; color: #fff; cursor: pointer; }
.trap { position: absolute; left: -10000px; width: 1px; height: 1px; overflow: hidden; }
`;

/** Nothing but its own style; it is sent to us, or on to where the form leads; shown within the named sites. */
export function pagePolicy(content: WebFormContent): string {
  const style = createHash('sha256').update(STYLE).digest('base64');
  const target = content.redirectUrl ? ` ${new URL(content.redirectUrl).origin}` : '';
  return [
    "default-src 'none'",
    `style-src 'sha256-${style}'`,
    // Browsers hold the redirect after a form to this, too.
    `form-action 'self'${target}`,
    `frame-ancestors ${content.embedOn.length > 0 ? content.embedOn.join(' ') : "'none'"}`,
    "base-uri 'none'",
  ].join('; ');
}

export function formPage(page: {
  readonly content: WebFormContent;
  readonly fields: readonly AskedField[];
  readonly token: string;
  readonly values: Readonly<Record<string, string>>;
  readonly problems: readonly FieldProblem[];
  readonly utm: Readonly<Record<string, string>>;
}): string {
  const { content, values, problems } = page;
  const error = (name: string): { id: string; html: string } => {
    const message = problems.find((problem) => problem.path === name)?.message;
    if (message === undefined) return { id: '', html: '' };
    const id = `error-${name}`;
    return {
      id: ` aria-invalid="true" aria-describedby="${id}"`,
      html: `<p class="error" id="${id}">${escaped(message)}</p>`,
    };
  };
  const fields = page.fields.map((field) =>
    fieldHtml(field, { given: values[field.key] ?? '', error: error(field.key), locale: content.locale }),
  );
  // What is wrong with something that the page does not ask is not the visitor's to mend.
  const places = [...page.fields.map(({ key }) => key), 'token', 'answer', 'consent'];
  const isRefused = problems.some(({ path }) => !places.includes(path));
  const refused = isRefused ? `<p class="error" role="alert">${FORM_WORDS[content.locale].refused}</p>` : '';
  const question = content.question
    ? `<label for="answer">${escaped(content.question.text)} *</label>
       <input id="answer" name="answer" required autocomplete="off"${error('answer').id}>${error('answer').html}`
    : '';
  const consent = content.consent
    ? `<label class="check"><input type="checkbox" name="consent" value="1"${content.consent.required ? ' required' : ''}${
        values.consent ? ' checked' : ''
      }${error('consent').id}><span>${escaped(content.consent.text)}</span></label>${error('consent').html}`
    : '';
  const hidden = Object.entries(page.utm).map(
    ([name, value]) => `<input type="hidden" name="utm_${escaped(name)}" value="${escaped(value)}">`,
  );
  return document(
    content,
    `<h1>${escaped(content.heading)}</h1>
     ${content.intro ? `<p>${escaped(content.intro)}</p>` : ''}
     <form method="post">
       ${error('token').html}${refused}
       ${fields.join('\n')}
       <div class="trap" aria-hidden="true"><label for="${TRAP_FIELD}">Homepage</label><input id="${TRAP_FIELD}" name="${TRAP_FIELD}" tabindex="-1" autocomplete="off"></div>
       ${question}${consent}${hidden.join('')}
       <input type="hidden" name="token" value="${escaped(page.token)}">
       <button>${escaped(content.submitLabel)}</button>
     </form>`,
  );
}

export function thanksPage(content: WebFormContent): string {
  return document(
    content,
    `<h1>${escaped(content.heading)}</h1><p role="status">${escaped(content.thanks)}</p>`,
  );
}

function document(content: WebFormContent, body: string): string {
  return `<!doctype html>
<html lang="${content.locale}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(content.heading)}</title><style>${STYLE}</style></head>
<body><main>${body}</main></body>
</html>`;
}
