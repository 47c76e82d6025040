import { DataTypes, type Sequelize } from 'sequelize';
import { businessColumns, BusinessModel } from '../database/business-columns.ts';

/** A customer's request. The number comes from the database's sequence and is never written by the application. */
export class TicketModel extends BusinessModel {
  declare territoryId: string | null;
  declare type: string;
  declare subject: string;
  declare description: string | null;
  declare status: string;
  declare statusReason: string | null;
  declare statusNote: string | null;
  declare priority: string;
  declare channel: string;
  declare accountId: string | null;
  declare contactId: string | null;
  declare parentTicketId: string | null;
  declare resolution: string | null;
  declare satisfaction: number | null;
  declare productId: string | null;
  declare slaPolicy: string | null;
  declare firstAnsweredAt: Date | null;
  declare reopenedCount: number;
  declare closedAt: Date | null;
}

export function initialiseTicket(sequelize: Sequelize): void {
  TicketModel.init(
    {
      ...businessColumns,
      territoryId: DataTypes.UUID,
      type: DataTypes.TEXT,
      subject: { type: DataTypes.TEXT, allowNull: false },
      description: DataTypes.TEXT,
      status: DataTypes.TEXT,
      statusReason: DataTypes.TEXT,
      statusNote: DataTypes.TEXT,
      priority: DataTypes.TEXT,
      channel: DataTypes.TEXT,
      accountId: DataTypes.UUID,
      contactId: DataTypes.UUID,
      parentTicketId: DataTypes.UUID,
      resolution: DataTypes.TEXT,
      satisfaction: DataTypes.SMALLINT,
      productId: DataTypes.UUID,
      slaPolicy: DataTypes.TEXT,
      firstAnsweredAt: DataTypes.DATE,
      reopenedCount: DataTypes.INTEGER,
      closedAt: DataTypes.DATE,
    },
    { sequelize, modelName: 'ticket', tableName: 'ticket' },
  );
}
