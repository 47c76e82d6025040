import type { PartyFacts } from './score.ts';
import type { EntityDefinition, FieldValues } from '../entities/entity-types.ts';
import { isFreeMail } from './score.ts';
import { normaliseEmail } from '../phones/normalise-email.ts';
import type { PointDraft } from '../phones/write-points.ts';

/** What a row of a file says about its party, for the comparison with those that are known. */
export function partyFacts(
  definition: EntityDefinition,
  row: { readonly values: FieldValues; readonly points: readonly PointDraft[] },
): PartyFacts {
  const { values, points } = row;
  const text = (key: string): string => (typeof values[key] === 'string' ? values[key] : '');
  const phones = points.flatMap((point) => point.e164 ?? []);
  const emails = points.flatMap((point) => point.emailNorm ?? []);
  const givenName = text('givenName');
  const familyName = text('familyName');
  const isPerson = definition.entity !== 'account';
  const ownPhone = /^\+\d{7,15}$/.test(text('phone')) ? [text('phone')] : [];
  const ownEmail = normaliseEmail(text('email'));
  return {
    isCompany: !isPerson && text('kind') !== 'person',
    name: isPerson ? text('companyName') || `${givenName} ${familyName}`.trim() : text('name'),
    givenName,
    familyName,
    phones: phones.length > 0 ? [...new Set(phones)] : ownPhone,
    emails: emails.length > 0 ? [...new Set(emails)] : ownEmail ? [ownEmail] : [],
    taxId: text('taxId'),
    domain: text('domain') || domainOf(text('website')),
    address: [text('city'), text('address')].filter(Boolean).join(', '),
    country: text('country'),
    birthday: text('birthday'),
  };
}

function domainOf(website: string): string {
  const host = /^https?:\/\/(?:www\.)?([^/:?#]+)/i.exec(website)?.[1]?.toLowerCase() ?? '';
  return isFreeMail(host) ? '' : host;
}
