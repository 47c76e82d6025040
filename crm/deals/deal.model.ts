import { DataTypes, Model, type Sequelize } from 'sequelize';
import { businessColumns, BusinessModel } from '../database/business-columns.ts';

/** A chance to sell something. Money is read as text: a float would lose cents. */
export class DealModel extends BusinessModel {
  declare territoryId: string | null;
  declare name: string;
  declare accountId: string | null;
  declare pipeline: string;
  declare stage: string;
  declare stageEnteredAt: Date;
  declare amount: string | null;
  declare amountFromLines: boolean;
  declare currency: string;
  declare amountBase: string | null;
  declare probabilityAuto: number;
  declare probabilityManual: number | null;
  declare expectedClose: string | null;
  declare closedAt: Date | null;
  declare lostReason: string | null;
  declare competitorAccountId: string | null;
  declare source: string | null;
  declare campaign: string | null;
  declare leadId: string | null;
  declare description: string | null;
  declare lastContactAt: Date | null;
  declare nextActivityAt: Date | null;
}

/** Somebody of the customer's who has a say in the deal. */
export class DealContactModel extends Model {
  declare id: string;
  declare dealId: string;
  declare contactId: string;
  declare role: string;
  declare createdAt: Date;
  declare createdByKind: string;
  declare createdBy: string | null;
}

export function initialiseDeal(sequelize: Sequelize): void {
  DealModel.init(
    {
      ...businessColumns,
      territoryId: DataTypes.UUID,
      name: { type: DataTypes.TEXT, allowNull: false },
      accountId: DataTypes.UUID,
      pipeline: { type: DataTypes.TEXT, allowNull: false },
      stage: { type: DataTypes.TEXT, allowNull: false },
      stageEnteredAt: { type: DataTypes.DATE, allowNull: false },
      amount: DataTypes.DECIMAL(18, 2),
      amountFromLines: DataTypes.BOOLEAN,
      currency: DataTypes.TEXT,
      amountBase: DataTypes.DECIMAL(18, 2),
      probabilityAuto: DataTypes.SMALLINT,
      probabilityManual: DataTypes.SMALLINT,
      expectedClose: DataTypes.DATEONLY,
      closedAt: DataTypes.DATE,
      lostReason: DataTypes.TEXT,
      competitorAccountId: DataTypes.UUID,
      source: DataTypes.TEXT,
      campaign: DataTypes.TEXT,
      leadId: DataTypes.UUID,
      description: DataTypes.TEXT,
      lastContactAt: DataTypes.DATE,
      nextActivityAt: DataTypes.DATE,
    },
    { sequelize, modelName: 'deal', tableName: 'deal' },
  );
  DealContactModel.init(
    {
      id: { type: DataTypes.UUID, primaryKey: true },
      dealId: { type: DataTypes.UUID, allowNull: false },
      contactId: { type: DataTypes.UUID, allowNull: false },
      role: { type: DataTypes.TEXT, allowNull: false },
      createdAt: { type: DataTypes.DATE, allowNull: false },
      createdByKind: { type: DataTypes.TEXT, allowNull: false },
      createdBy: DataTypes.UUID,
    },
    { sequelize, modelName: 'deal_contact', tableName: 'deal_contact' },
  );
}
