import { DataTypes, type Sequelize } from 'sequelize';
import { businessColumns, BusinessModel } from '../database/business-columns.ts';

/** An organisation or private person that we do business with. */
export class AccountModel extends BusinessModel {
  declare territoryId: string | null;
  declare name: string;
  declare legalName: string | null;
  declare kind: 'company' | 'person';
  declare relationTypes: string[];
  declare lifecycle: string;
  declare lifecycleReason: string | null;
  declare lifecycleNote: string | null;
  declare taxId: string | null;
  declare domain: string | null;
  declare industry: string | null;
  declare website: string | null;
  declare country: string | null;
  declare city: string | null;
  declare address: string | null;
  declare timeZone: string | null;
  declare currency: string | null;
  declare creditLimit: string | null;
  declare description: string | null;
  declare parentAccountId: string | null;
  declare firstSource: string | null;
  declare lastSource: string | null;
  declare lastCampaign: string | null;
  declare lastTouchAt: Date | null;
  declare firstCampaign: string | null;
  declare firstTouchAt: Date | null;
  declare lastContactAt: Date | null;
  declare nextActivityAt: Date | null;
}

export function initialiseAccount(sequelize: Sequelize): void {
  AccountModel.init(
    {
      ...businessColumns,
      territoryId: DataTypes.UUID,
      name: { type: DataTypes.TEXT, allowNull: false },
      legalName: DataTypes.TEXT,
      kind: DataTypes.TEXT,
      relationTypes: DataTypes.ARRAY(DataTypes.TEXT),
      lifecycle: DataTypes.TEXT,
      lifecycleReason: DataTypes.TEXT,
      lifecycleNote: DataTypes.TEXT,
      taxId: DataTypes.TEXT,
      domain: DataTypes.TEXT,
      industry: DataTypes.TEXT,
      website: DataTypes.TEXT,
      country: DataTypes.CHAR(2),
      city: DataTypes.TEXT,
      address: DataTypes.TEXT,
      timeZone: DataTypes.TEXT,
      currency: DataTypes.CHAR(3),
      creditLimit: DataTypes.DECIMAL(18, 2),
      description: DataTypes.TEXT,
      parentAccountId: DataTypes.UUID,
      firstSource: DataTypes.TEXT,
      lastSource: DataTypes.TEXT,
      lastCampaign: DataTypes.TEXT,
      lastTouchAt: DataTypes.DATE,
      firstCampaign: DataTypes.TEXT,
      firstTouchAt: DataTypes.DATE,
      lastContactAt: DataTypes.DATE,
      nextActivityAt: DataTypes.DATE,
    },
    { sequelize, modelName: 'account', tableName: 'account' },
  );
}
