import { DataTypes, type Sequelize } from 'sequelize';
import { businessColumns, BusinessModel } from '../database/business-columns.ts';

/** What a customer ordered. Totals are the sums of lines and payments and never written by people. */
export class OrderModel extends BusinessModel {
  declare name: string;
  declare quoteId: string | null;
  declare dealId: string | null;
  declare accountId: string | null;
  declare contactId: string | null;
  declare status: string;
  declare shipTo: string | null;
  declare dueOn: string | null;
  declare currency: string;
  declare priceListId: string | null;
  declare netTotal: string;
  declare taxTotal: string;
  declare total: string;
  declare paidTotal: string;
  declare shippedAt: Date | null;
  declare closedAt: Date | null;
  declare note: string | null;
}

export function initialiseOrder(sequelize: Sequelize): void {
  OrderModel.init(
    {
      ...businessColumns,
      name: { type: DataTypes.TEXT, allowNull: false },
      quoteId: DataTypes.UUID,
      dealId: DataTypes.UUID,
      accountId: DataTypes.UUID,
      contactId: DataTypes.UUID,
      status: DataTypes.TEXT,
      shipTo: DataTypes.TEXT,
      dueOn: DataTypes.DATEONLY,
      currency: DataTypes.TEXT,
      priceListId: DataTypes.UUID,
      netTotal: DataTypes.DECIMAL(18, 2),
      taxTotal: DataTypes.DECIMAL(18, 2),
      total: DataTypes.DECIMAL(18, 2),
      paidTotal: DataTypes.DECIMAL(18, 2),
      shippedAt: DataTypes.DATE,
      closedAt: DataTypes.DATE,
      note: DataTypes.TEXT,
    },
    { sequelize, modelName: 'order', tableName: 'order_doc' },
  );
}
