import { DataTypes, type Sequelize } from 'sequelize';
import { businessColumns, BusinessModel } from '../database/business-columns.ts';

/** Somebody who may become a customer. `payload` is what he sent, as it came; the database lets nobody change it. */
export class LeadModel extends BusinessModel {
  declare territoryId: string | null;
  declare title: string;
  declare status: string;
  declare pipeline: string;
  declare stageEnteredAt: Date;
  declare givenName: string | null;
  declare familyName: string | null;
  declare companyName: string | null;
  declare positionText: string | null;
  declare phone: string | null;
  declare phoneE164: string | null;
  declare email: string | null;
  declare doNotCall: boolean;
  declare website: string | null;
  declare country: string | null;
  declare city: string | null;
  declare message: string | null;
  declare source: string | null;
  declare campaign: string | null;
  declare language: string | null;
  declare productId: string | null;
  declare utm: Record<string, string>;
  declare payload: unknown;
  declare accountId: string | null;
  declare contactId: string | null;
  declare expectedAmount: string | null;
  declare currency: string;
  declare score: number;
  declare disqualifyReason: string | null;
  declare convertedAt: Date | null;
  declare convertedDealId: string | null;
  declare lastContactAt: Date | null;
  declare nextActivityAt: Date | null;
}

export function initialiseLead(sequelize: Sequelize): void {
  LeadModel.init(
    {
      ...businessColumns,
      territoryId: DataTypes.UUID,
      title: { type: DataTypes.TEXT, allowNull: false },
      status: { type: DataTypes.TEXT, allowNull: false },
      pipeline: { type: DataTypes.TEXT, allowNull: false },
      stageEnteredAt: { type: DataTypes.DATE, allowNull: false },
      givenName: DataTypes.TEXT,
      familyName: DataTypes.TEXT,
      companyName: DataTypes.TEXT,
      positionText: DataTypes.TEXT,
      phone: DataTypes.TEXT,
      phoneE164: { type: DataTypes.TEXT, field: 'phone_e164' },
      email: DataTypes.TEXT,
      doNotCall: DataTypes.BOOLEAN,
      website: DataTypes.TEXT,
      country: DataTypes.CHAR(2),
      city: DataTypes.TEXT,
      message: DataTypes.TEXT,
      source: DataTypes.TEXT,
      campaign: DataTypes.TEXT,
      language: DataTypes.TEXT,
      productId: DataTypes.UUID,
      utm: DataTypes.JSONB,
      payload: DataTypes.JSONB,
      accountId: DataTypes.UUID,
      contactId: DataTypes.UUID,
      expectedAmount: DataTypes.DECIMAL(18, 2),
      currency: DataTypes.TEXT,
      score: DataTypes.INTEGER,
      disqualifyReason: DataTypes.TEXT,
      convertedAt: DataTypes.DATE,
      convertedDealId: DataTypes.UUID,
      lastContactAt: DataTypes.DATE,
      nextActivityAt: DataTypes.DATE,
    },
    { sequelize, modelName: 'lead', tableName: 'lead' },
  );
}
