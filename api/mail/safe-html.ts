/**
 * HTML of strangers, cut down to what shows text: no scripts, no styles, no forms, and nothing that is fetched from
 * elsewhere, so that reading a message tells nobody that it was read. Shown in a sandboxed frame all the same.
 */
import sanitize from 'sanitize-html';

const HTML_LENGTH_MAX = 500_000;

/** Null when there is nothing to show, or too much. */
export function safeHtml(html: string | null): string | null {
  if (html === null || html.length > HTML_LENGTH_MAX) return null;
  const safe = sanitize(html, {
    allowedTags: [
      ...[
        'p',
        'br',
        'div',
        'span',
        'a',
        'b',
        'strong',
        'i',
        'em',
        'u',
        's',
        'sub',
        'sup',
        'small',
        'code',
        'pre',
      ],
      ...['blockquote', 'ul', 'ol', 'li', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr', 'dl', 'dt', 'dd'],
      ...['table', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td', 'caption'],
    ],
    allowedAttributes: {
      a: ['href', 'title', 'rel', 'target'],
      td: ['colspan', 'rowspan'],
      th: ['colspan', 'rowspan'],
    },
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    allowProtocolRelative: false,
    nestingLimit: 100,
    transformTags: {
      a: sanitize.simpleTransform('a', { rel: 'noopener noreferrer nofollow', target: '_blank' }, true),
    },
  }).trim();
  return safe === '' ? null : safe;
}
