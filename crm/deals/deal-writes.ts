/** What the product sets on a deal: its stage and what follows from it, and what it is worth in our own currency. */
import type { Unit } from '../database/transaction.ts';
import type { DoneWrite, FieldDefinition, FieldValues, PlannedWrite } from '../entities/entity-types.ts';
import { CrmRejection, fieldsInvalid } from '../errors.ts';
import { baseAmount, currencyOfAccount } from '../money/base-amount.ts';
import { keepStageHistory, stageAfter } from '../pipelines/enter-stage.ts';

export async function beforeDealWrite(
  unit: Unit,
  write: PlannedWrite,
  fields: readonly FieldDefinition[],
): Promise<FieldValues> {
  const { before, wanted, now } = write;
  assertAmountIsFree(write);
  assertWithinBounds(write);
  const { stage, isNew } = await stageAfter(unit, 'deal', write, fields);
  const set: FieldValues = { stage: stage.code, pipeline: stage.pipeline };
  if (isNew) {
    const isClosed = stage.baseStatus === 'won' || stage.baseStatus === 'lost';
    set.stageEnteredAt = now.toISOString();
    set.probabilityAuto = stage.defaultProbability;
    set.closedAt = isClosed ? now.toISOString() : null;
    // A guess of somebody's does not outlive the certainty.
    if (isClosed && before?.probabilityManual !== null) set.probabilityManual = null;
  }
  if (before === null && !wanted.currency)
    set.currency = await currencyOfAccount(unit.client, wanted.account);
  return { ...set, ...(await baseAmountOf(unit, { ...before, ...wanted, ...set }, write)) };
}

export function afterDealWrite(unit: Unit, write: DoneWrite): Promise<void> {
  return keepStageHistory(unit, 'deal', write);
}

async function baseAmountOf(unit: Unit, values: FieldValues, write: PlannedWrite): Promise<FieldValues> {
  const { before, wanted, now } = write;
  const isTouched = before === null || 'amount' in wanted || 'currency' in wanted;
  if (!isTouched) return {};
  const { amount, currency } = values;
  if (typeof amount !== 'number' || typeof currency !== 'string') return { amountBase: null };
  return { amountBase: await baseAmount(unit.client, { amount, currency, on: now }) };
}

/** A deal with lines costs what its lines cost; the lines write the amount past this door. */
function assertAmountIsFree({ before, wanted }: PlannedWrite): void {
  if (before?.amountFromLines !== true || !('amount' in wanted) || wanted.amountFromLines === true) return;
  throw new CrmRejection(
    'CRM_FIELDS_INVALID',
    'The amount of this deal is the sum of its lines: change the lines.',
    {
      fields: [
        {
          path: 'amount',
          message: 'The amount is the sum of the lines: change the lines.',
          code: 'sumOfLines',
        },
      ],
    },
  );
}

function assertWithinBounds({ wanted }: PlannedWrite): void {
  const { amount, probabilityManual: probability } = wanted;
  if (typeof amount === 'number' && amount < 0)
    throw fieldsInvalid([{ path: 'amount', code: 'negative', message: 'An amount is not below zero.' }]);
  if (typeof probability === 'number' && (probability < 0 || probability > 100))
    throw fieldsInvalid([
      {
        path: 'probabilityManual',
        code: 'outOfRange',
        values: { min: 0, max: 100 },
        message: 'A probability goes from 0 to 100.',
      },
    ]);
}
