import { DataTypes, type Sequelize } from 'sequelize';
import { businessColumns, BusinessModel } from '../database/business-columns.ts';

/** What we offer a customer. Totals are the sums of the lines and never written by people. */
export class QuoteModel extends BusinessModel {
  declare name: string;
  declare dealId: string | null;
  declare accountId: string | null;
  declare contactId: string | null;
  declare status: string;
  declare validUntil: string | null;
  declare currency: string;
  declare priceListId: string | null;
  declare netTotal: string;
  declare taxTotal: string;
  declare total: string;
  declare sentAt: Date | null;
  declare decidedAt: Date | null;
  declare note: string | null;
  declare approvalRemark: string | null;
}

export function initialiseQuote(sequelize: Sequelize): void {
  QuoteModel.init(
    {
      ...businessColumns,
      name: { type: DataTypes.TEXT, allowNull: false },
      dealId: DataTypes.UUID,
      accountId: DataTypes.UUID,
      contactId: DataTypes.UUID,
      status: DataTypes.TEXT,
      validUntil: DataTypes.DATEONLY,
      currency: DataTypes.TEXT,
      priceListId: DataTypes.UUID,
      netTotal: DataTypes.DECIMAL(18, 2),
      taxTotal: DataTypes.DECIMAL(18, 2),
      total: DataTypes.DECIMAL(18, 2),
      sentAt: DataTypes.DATE,
      decidedAt: DataTypes.DATE,
      note: DataTypes.TEXT,
      approvalRemark: DataTypes.TEXT,
    },
    { sequelize, modelName: 'quote', tableName: 'quote' },
  );
}
