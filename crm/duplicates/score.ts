/**
 * How likely it is that two parties are one, from 0 to 100, with the reasons in order of their weight (data model §4.7).
 * Pure: what is compared was read before. A criterion that many records meet tells nothing (a switchboard's number);
 * whoever looked for candidates says which ones those are.
 */
import { nameKey } from './name-key.ts';
import { foldText, similarity } from './text-similarity.ts';

export const DUPLICATE_CRITERIA = [
  'taxId',
  'email',
  'phone',
  'names',
  'name',
  'domain',
  'birthday',
  'roleEmail',
  'address',
  'otherCountry',
  'otherTaxId',
] as const;
export type DuplicateCriterion = (typeof DUPLICATE_CRITERIA)[number];

export const DUPLICATE_WEIGHTS: Readonly<Record<DuplicateCriterion, number>> = {
  taxId: 90,
  email: 70,
  phone: 60,
  names: 35,
  name: 30,
  domain: 25,
  birthday: 20,
  roleEmail: 15,
  address: 10,
  otherCountry: -10,
  otherTaxId: -60,
};

/** From here on it is the same party, and from there on somebody should look. */
export const DUPLICATE_SAME = 80;
export const DUPLICATE_REVIEW = 50;
/** A criterion that so many records meet contributes nothing. */
export const CRITERION_ROWS_MAX = 20;
const NAME_SIMILARITY_MIN = 0.85;

/** What is known of a party for the comparison; empty texts and lists where nothing is. */
export interface PartyFacts {
  readonly isCompany: boolean;
  readonly name: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly phones: readonly string[];
  readonly emails: readonly string[];
  readonly taxId: string;
  readonly domain: string;
  readonly address: string;
  /** ISO 3166 of the phone or the address. */
  readonly country: string;
  readonly birthday: string;
}

export interface DuplicateReason {
  readonly criterion: DuplicateCriterion;
  readonly points: number;
  /** What both have. */
  readonly value: string;
}

export interface DuplicateScore {
  readonly score: number;
  readonly reasons: readonly DuplicateReason[];
}

export function duplicateScore(
  one: PartyFacts,
  other: PartyFacts,
  /** Criteria that too many records meet. */
  tooCommon: ReadonlySet<DuplicateCriterion> = new Set(),
): DuplicateScore {
  const reasons = [
    ...sharedPoints(one, other),
    ...sharedIdentity(one, other),
    ...sharedNames(one, other),
    ...differences(one, other),
  ].filter((reason) => !tooCommon.has(reason.criterion));
  const sum = reasons.reduce((total, reason) => total + reason.points, 0);
  return {
    score: Math.min(100, Math.max(0, sum)),
    reasons: reasons.toSorted((left, right) => right.points - left.points),
  };
}

function reason(criterion: DuplicateCriterion, value: string): DuplicateReason {
  return { criterion, points: DUPLICATE_WEIGHTS[criterion], value };
}

function sharedPoints(one: PartyFacts, other: PartyFacts): DuplicateReason[] {
  const phone = one.phones.find((number) => other.phones.includes(number));
  const emails = one.emails.filter((address) => other.emails.includes(address));
  // A personal address tells more than one that stands for a desk.
  const email = emails.find((address) => !isRoleAddress(address)) ?? emails[0];
  return [
    ...(phone ? [reason('phone', phone)] : []),
    ...(email ? [reason(isRoleAddress(email) ? 'roleEmail' : 'email', email)] : []),
  ];
}

function sharedIdentity(one: PartyFacts, other: PartyFacts): DuplicateReason[] {
  const found: DuplicateReason[] = [];
  if (one.taxId !== '' && one.taxId === other.taxId) found.push(reason('taxId', one.taxId));
  const bothCompanies = one.isCompany && other.isCompany;
  if (bothCompanies && one.domain !== '' && one.domain === other.domain && !isFreeMail(one.domain))
    found.push(reason('domain', one.domain));
  if (one.birthday !== '' && one.birthday === other.birthday) found.push(reason('birthday', one.birthday));
  const address = foldText(one.address);
  if (address !== '' && address === foldText(other.address)) found.push(reason('address', one.address));
  return found;
}

function sharedNames(one: PartyFacts, other: PartyFacts): DuplicateReason[] {
  const isBoth = one.givenName !== '' && one.familyName !== '';
  const sameGiven = foldText(one.givenName) === foldText(other.givenName);
  const sameFamily = foldText(one.familyName) === foldText(other.familyName);
  if (isBoth && sameGiven && sameFamily) return [reason('names', `${one.givenName} ${one.familyName}`)];
  const left = nameKey(one.name);
  const right = nameKey(other.name);
  if (left === '' || right === '') return [];
  return left === right || similarity(left, right) >= NAME_SIMILARITY_MIN ? [reason('name', other.name)] : [];
}

function differences(one: PartyFacts, other: PartyFacts): DuplicateReason[] {
  const found: DuplicateReason[] = [];
  if (one.taxId !== '' && other.taxId !== '' && one.taxId !== other.taxId)
    found.push(reason('otherTaxId', other.taxId));
  if (one.country !== '' && other.country !== '' && one.country !== other.country)
    found.push(reason('otherCountry', other.country));
  return found;
}

const ROLE_ADDRESS =
  /^(info|sales|office|contact|contacts|support|help|admin|mail|hello|service|billing|accounts?|marketing|hr|jobs?|order|orders|zakaz|noreply|no-reply|postmaster|webmaster|secretary|reception|buh|buhgalteria)[\d._-]*@/;

/** An address of a desk, not of a person. */
export function isRoleAddress(address: string): boolean {
  return ROLE_ADDRESS.test(address);
}

const FREE_MAIL =
  /^(gmail|googlemail|yahoo|ymail|hotmail|outlook|live|msn|icloud|me|aol|proton|protonmail|gmx|web|mail|email|inbox|list|bk|internet|yandex|ya|rambler|lenta|narod|ukr|qq|163|t-online|orange|free|laposte)\.[a-z.]+$/;

/** Domains where anybody may have an address. */
export function isFreeMail(domain: string): boolean {
  return FREE_MAIL.test(domain);
}
