import { assertInOrder } from '../entities/assert-in-order.ts';
import { defineField, label, systemFields } from '../entities/define-field.ts';
import type { EntityDefinition, FieldDefinition, PlannedWrite } from '../entities/entity-types.ts';
import type { Unit } from '../database/transaction.ts';
import { fieldsInvalid } from '../errors.ts';
import { currencyOfAccount } from '../money/base-amount.ts';
import { PriceListModel, ProductModel } from './product.models.ts';

const productFields: readonly FieldDefinition[] = [
  defineField('name', 'text', label('Name', 'Название'), { required: true }),
  defineField('sku', 'text', label('SKU', 'Артикул'), { required: true, lengthMax: 60 }),
  defineField('price', 'money', label('Price', 'Цена'), { required: true, defaultValue: 0 }),
  defineField('currency', 'select', label('Currency', 'Валюта'), {
    list: 'money.currency',
    required: true,
    filledIn: true,
  }),
  defineField('unit', 'select', label('Unit', 'Единица'), {
    list: 'product.unit',
    required: true,
    defaultValue: 'pcs',
  }),
  defineField('taxRate', 'number', label('Tax, %', 'НДС, %'), { required: true, defaultValue: 0 }),
  defineField('active', 'boolean', label('For sale', 'Продаётся'), { defaultValue: true }),
  defineField('stockQty', 'number', label('In stock', 'На складе')),
  defineField('category', 'text', label('Category', 'Категория'), { section: 'details' }),
  defineField('description', 'longText', label('Description', 'Описание'), { section: 'details' }),
  ...systemFields,
];

export const productEntity: EntityDefinition = {
  entity: 'product',
  label: { en: 'Product', ru: 'Товар' },
  pluralLabel: { en: 'Products', ru: 'Товары' },
  table: 'crm.product',
  titleField: 'name',
  titleSql: (alias) => `${alias}.name`,
  subtitleSql: (alias) => `${alias}.sku`,
  numberColumn: null,
  statusField: null,
  listColumns: ['name', 'sku', 'category', 'price', 'currency', 'unit', 'taxRate', 'stockQty', 'active'],
  defaultSort: 'name:asc',
  fields: productFields,
  model: ProductModel,
  partyType: null,
  historyFields: [],
  accountSql: null,
  timelineKind: 'record',
  beforeWrite: beforeProductWrite,
  afterWrite: null,
};

const priceListFields: readonly FieldDefinition[] = [
  defineField('name', 'text', label('Name', 'Название'), { required: true }),
  defineField('currency', 'select', label('Currency', 'Валюта'), {
    list: 'money.currency',
    required: true,
    filledIn: true,
  }),
  defineField('validFrom', 'date', label('Valid from', 'Действует с')),
  defineField('validTo', 'date', label('Valid until', 'Действует до')),
  defineField('active', 'boolean', label('In use', 'Используется'), { defaultValue: true }),
  ...systemFields,
];

export const priceListEntity: EntityDefinition = {
  entity: 'price_list',
  label: { en: 'Price list', ru: 'Прайс-лист' },
  pluralLabel: { en: 'Price lists', ru: 'Прайс-листы' },
  table: 'crm.price_list',
  titleField: 'name',
  titleSql: (alias) => `${alias}.name`,
  subtitleSql: (alias) => `${alias}.currency`,
  numberColumn: null,
  statusField: null,
  listColumns: ['name', 'currency', 'validFrom', 'validTo', 'active'],
  defaultSort: 'name:asc',
  fields: priceListFields,
  model: PriceListModel,
  partyType: null,
  historyFields: [],
  accountSql: null,
  timelineKind: 'record',
  beforeWrite: (unit, write) => {
    assertInOrder(write, 'validFrom', 'validTo');
    return withCurrency(unit, write);
  },
  afterWrite: null,
};

async function withCurrency(unit: Unit, { before, wanted }: PlannedWrite): Promise<Record<string, unknown>> {
  return before === null && !wanted.currency ? { currency: await currencyOfAccount(unit.client, null) } : {};
}

const SELECT_SKU = 'select from crm.product where lower(sku) = lower($1) and id <> $2 and deleted_at is null';

async function beforeProductWrite(unit: Unit, write: PlannedWrite): Promise<Record<string, unknown>> {
  const { id, wanted } = write;
  if (typeof wanted.price === 'number' && wanted.price < 0)
    throw fieldsInvalid([{ path: 'price', code: 'negative', message: 'A price is not below zero.' }]);
  if (typeof wanted.taxRate === 'number' && (wanted.taxRate < 0 || wanted.taxRate > 100))
    throw fieldsInvalid([
      {
        path: 'taxRate',
        code: 'outOfRange',
        values: { min: 0, max: 100 },
        message: 'A tax goes from 0 to 100 %.',
      },
    ]);
  if (typeof wanted.sku === 'string') {
    const { rowCount } = await unit.client.query(SELECT_SKU, [wanted.sku, id]);
    if (rowCount !== 0) {
      const message = `Another product has the SKU '${wanted.sku}': choose another.`;
      throw fieldsInvalid([{ path: 'sku', code: 'taken', message }]);
    }
  }
  return withCurrency(unit, write);
}
