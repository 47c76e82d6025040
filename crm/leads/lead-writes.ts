/**
 * What the product sets on a lead: its status and what follows from it, the phone in international form, and its score
 * with the reasons. A lead becomes "converted" by its conversion and ceases to be so by its reversal, never by a move.
 */
import type { Unit } from '../database/transaction.ts';
import type { DoneWrite, FieldDefinition, FieldValues, PlannedWrite } from '../entities/entity-types.ts';
import { CrmRejection, fieldsInvalid } from '../errors.ts';
import { currencyOfAccount } from '../money/base-amount.ts';
import { normalisePhone } from '../phones/normalise-phone.ts';
import { keepStageHistory, stageAfter } from '../pipelines/enter-stage.ts';
import { keepTouchOfLead } from './touches.ts';
import { readScoreRules, scoreOf, scoreReasons } from './lead-score.ts';

export async function beforeLeadWrite(
  unit: Unit,
  write: PlannedWrite,
  fields: readonly FieldDefinition[],
): Promise<FieldValues> {
  const { before, wanted, now } = write;
  if (typeof wanted.expectedAmount === 'number' && wanted.expectedAmount < 0)
    throw fieldsInvalid([
      { path: 'expectedAmount', code: 'negative', message: 'An amount is not below zero.' },
    ]);
  const { stage, isNew } = await stageAfter(unit, 'lead', write, fields);
  assertByConversion(write, { isWon: stage.baseStatus === 'won' });
  const set: FieldValues = { status: stage.code, pipeline: stage.pipeline };
  if (isNew) set.stageEnteredAt = now.toISOString();
  if (before === null && !wanted.currency)
    set.currency = await currencyOfAccount(unit.client, wanted.account);
  if ('phone' in wanted || 'country' in wanted) {
    const { phone, country } = { ...before, ...wanted };
    set.phoneE164 = phone ? normalisePhone(String(phone), { country: countryOf(country, write) }).e164 : null;
  }
  const reasons = scoreReasons(await readScoreRules(unit.client), { ...before, ...wanted, ...set });
  return { ...set, score: scoreOf(reasons) };
}

const UPDATE_REASONS = 'update crm.lead set score_reasons = $2 where id = $1 and score_reasons <> $2::jsonb';

export async function afterLeadWrite(unit: Unit, write: DoneWrite): Promise<void> {
  const reasons = scoreReasons(await readScoreRules(unit.client), write.after);
  await unit.client.query(UPDATE_REASONS, [write.id, JSON.stringify(reasons)]);
  await keepStageHistory(unit, 'lead', write);
  await keepTouchOfLead(unit.client, write);
}

/** The conversion marks the row before it moves it, and its reversal takes the mark away before it moves it back. */
function assertByConversion({ before }: PlannedWrite, { isWon }: { isWon: boolean }): void {
  const isConverted = typeof before?.convertedAt === 'string';
  if (isWon === isConverted) return;
  throw new CrmRejection(
    'CRM_CONVERSION_REFUSED',
    isWon
      ? 'A lead is converted by its conversion: choose account, contact and deal there.'
      : 'Expected a lead that is not converted: take the conversion back first.',
    { reasons: [] },
  );
}

function countryOf(country: unknown, { lists }: PlannedWrite): string {
  return typeof country === 'string' && country !== '' ? country.toUpperCase() : lists.homeCountry;
}
