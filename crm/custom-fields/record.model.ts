import { DataTypes, type Sequelize } from 'sequelize';
import { businessColumns, BusinessModel } from '../database/business-columns.ts';

/** A record of a kind that an administrator made; all such kinds share one table. */
export class RecordModel extends BusinessModel {
  declare entity: string;
  declare name: string;
  declare accountId: string | null;
  declare territoryId: string | null;
}

export function initialiseRecord(sequelize: Sequelize): void {
  RecordModel.init(
    {
      ...businessColumns,
      entity: { type: DataTypes.TEXT, allowNull: false },
      name: { type: DataTypes.TEXT, allowNull: false },
      accountId: DataTypes.UUID,
      territoryId: DataTypes.UUID,
    },
    { sequelize, modelName: 'record', tableName: 'record' },
  );
}
