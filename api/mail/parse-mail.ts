/** A message as it came over the wire → what the product works with. Everything is limited: strangers write it. */
import { createHash } from 'node:crypto';
import { simpleParser, type AddressObject } from 'mailparser';
import { bounceOf, natureOf, type Bounce, type MailNature } from './mail-nature.ts';
import { safeHtml } from './safe-html.ts';

export interface MailAttachment {
  readonly name: string;
  readonly mime: string;
  readonly content: Buffer;
}

export interface IncomingMail {
  readonly messageId: string;
  readonly from: { readonly address: string; readonly name: string };
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** Sanitised. */
  readonly html: string | null;
  /** Message-IDs that it answers, the nearest first. */
  readonly answers: readonly string[];
  readonly sentAt: Date | null;
  readonly nature: MailNature;
  readonly bounce: Bounce | null;
  readonly attachments: readonly MailAttachment[];
  readonly leftOut: readonly string[];
}

const TEXT_LENGTH_MAX = 100_000;
const REFERENCES_MAX = 50;
const ATTACHMENTS_MAX = 20;
const ATTACHMENT_BYTES_MAX = 20 * 1_048_576;

export async function parseMail(source: Buffer): Promise<IncomingMail> {
  const mail = await simpleParser(source, { skipImageLinks: true, skipTextLinks: true });
  const [sender] = mail.from?.value ?? [];
  const nature = natureOf(mail);
  const html = typeof mail.html === 'string' ? mail.html : null;
  return {
    messageId:
      mail.messageId ?? `<${createHash('sha256').update(source).digest('hex').slice(0, 40)}@received>`,
    from: {
      address: (sender?.address ?? '').toLowerCase().slice(0, 320),
      name: clean(sender?.name ?? '').slice(0, 200),
    },
    to: [mail.to ?? [], mail.cc ?? []].flat().flatMap(addresses).join(', ').slice(0, 2_000),
    subject: clean(mail.subject ?? '').slice(0, 500),
    text: stripped(mail.text ?? '').slice(0, TEXT_LENGTH_MAX),
    html: safeHtml(html === null ? null : stripped(html)),
    answers: answersOf(mail.inReplyTo, mail.references),
    sentAt: mail.date && !Number.isNaN(mail.date.getTime()) ? mail.date : null,
    nature,
    bounce: nature === 'bounce' ? bounceOf(mail, '') : null,
    ...attachmentsOf(mail.attachments),
  };
}

function answersOf(inReplyTo: string | undefined, references: string[] | string | undefined): string[] {
  const given = [inReplyTo ?? '', ...[references ?? []].flat().toReversed()];
  const ids = given.flatMap((text) => text.match(/<[^<>\s]{3,300}>/g) ?? []);
  return [...new Set(ids)].slice(0, REFERENCES_MAX);
}

function addresses(list: AddressObject | undefined): string[] {
  return (list?.value ?? []).flatMap((one) => (one.address ? [one.address] : []));
}

function attachmentsOf(
  parts: readonly { filename?: string; contentType: string; content: Buffer; related?: boolean }[],
): Pick<IncomingMail, 'attachments' | 'leftOut'> {
  const attachments: MailAttachment[] = [];
  const leftOut: string[] = [];
  for (const [index, part] of parts.entries()) {
    // Pictures of a signature and parts of reports are no files that somebody sent.
    if (part.related || /^(message\/delivery-status|text\/rfc822-headers)$/.test(part.contentType)) continue;
    const name = fileName(part.filename, index);
    if (attachments.length >= ATTACHMENTS_MAX) leftOut.push(`${name}: more than ${ATTACHMENTS_MAX} files`);
    else if (part.content.length > ATTACHMENT_BYTES_MAX) leftOut.push(`${name}: larger than 20 MB`);
    else attachments.push({ name, mime: part.contentType, content: part.content });
  }
  return { attachments, leftOut };
}

function fileName(given: string | undefined, index: number): string {
  const name = clean(given ?? '')
    .replaceAll(/[/\\]/g, '_')
    .trim()
    .slice(0, 200);
  return name === '' || name === '.' || name === '..' ? `attachment-${index + 1}` : name;
}

function stripped(text: string): string {
  return text.replaceAll('\u0000', '');
}

/** One line without control characters. */
function clean(text: string): string {
  return text.replaceAll(/[\u0000-\u001f\u007f]+/g, ' ').trim();
}

/** What somebody wrote above the text that he answers. */
export function replyText(text: string): string {
  const lines = text.split(/\r?\n/);
  const end = lines.findIndex((line, index) => isQuoteHead(line, lines[index + 1] ?? ''));
  const own = (end > 0 ? lines.slice(0, end) : lines).filter((line) => !line.startsWith('>'));
  return own.join('\n').trim();
}

function isQuoteHead(line: string, next: string): boolean {
  if (/^-{2,}\s*(original message|исходное сообщение|пересылаемое сообщение)/i.test(line)) return true;
  const isIntroduction = /^(on .+ wrote|.+(написал|пишет|написала)(\(а\))?)\s*:\s*$/i.test(line);
  return (
    isIntroduction || (/^(from|от):\s.+@/i.test(line) && /^(sent|date|to|отправлено|дата|кому):/i.test(next))
  );
}
