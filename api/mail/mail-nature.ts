/**
 * Whether a person wrote a message. Answers of machines (RFC 3834) and delivery reports (RFC 3464) never make a record
 * and are never answered: that is what keeps two programs from writing to each other for ever.
 */
import type { Headers, ParsedMail } from 'mailparser';

export type MailNature = 'message' | 'auto_reply' | 'bounce';

export interface Bounce {
  /** Addresses that cannot be reached any more. */
  readonly failed: readonly string[];
  /** Message-IDs that the report speaks of. */
  readonly originals: readonly string[];
  readonly reason: string;
}

const ROBOTS = /^(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)([+.-].*)?@/i;
const REPORT_LENGTH_MAX = 200_000;

export function natureOf(mail: ParsedMail): MailNature {
  const { headers } = mail;
  const contentType = headers.get('content-type') as
    { value?: string; params?: Record<string, string> } | undefined;
  const isReport = contentType?.value === 'multipart/report';
  const reportType = contentType?.params?.['report-type'] ?? '';
  const sender = mail.from?.value[0]?.address ?? '';
  if (isReport && /delivery-status/i.test(reportType)) return 'bounce';
  if (/^(mailer-daemon|postmaster)@/i.test(sender) && bounceOf(mail, '').failed.length > 0) return 'bounce';
  if (isReport || ROBOTS.test(sender) || isAutomatic(headers)) return 'auto_reply';
  return 'message';
}

function isAutomatic(headers: Headers): boolean {
  const text = (name: string): string => {
    const value = headers.get(name);
    return typeof value === 'string' ? value.toLowerCase() : '';
  };
  const submitted = text('auto-submitted');
  if (submitted !== '' && !submitted.startsWith('no')) return true;
  if (/^(bulk|junk|list|auto_reply)$/.test(text('precedence'))) return true;
  if (headers.has('x-autoreply') || headers.has('x-autorespond') || headers.has('list')) return true;
  return text('x-auto-response-suppress').includes('all');
}

/** What a delivery report says; only permanent failures (5.x.x) count. */
export function bounceOf(mail: ParsedMail, source: string): Bounce {
  const reports = mail.attachments
    .filter((part) =>
      /^(message\/delivery-status|message\/rfc822|text\/rfc822-headers)$/.test(part.contentType),
    )
    .map((part) => part.content.toString('utf8'));
  const text = [...reports, mail.text ?? '', source].join('\n').slice(0, REPORT_LENGTH_MAX);
  const failed = new Set<string>();
  for (const block of text.split(/\r?\n\s*\r?\n/)) {
    const recipient = /^(?:Final|Original)-Recipient:\s*(?:rfc822;)?\s*<?([^\s<>;]+@[^\s<>;]+?)>?\s*$/im.exec(
      block,
    )?.[1];
    const isPermanent =
      /^Status:\s*5\./im.test(block) ||
      (/^Action:\s*failed/im.test(block) && !/^Status:\s*4\./im.test(block));
    if (recipient && isPermanent) failed.add(recipient.toLowerCase());
  }
  const originals = [
    ...text.matchAll(/^Message-ID:\s*(<[^<>\s]{3,300}>)/gim),
    ...text.matchAll(/^X-Original-Message-ID:\s*(<[^<>\s]{3,300}>)/gim),
  ].map((match) => match[1] ?? '');
  const reason = /^Diagnostic-Code:\s*(?:smtp;)?\s*(.{1,300})/im.exec(text)?.[1]?.trim() ?? '';
  return { failed: [...failed], originals: [...new Set(originals)], reason };
}
