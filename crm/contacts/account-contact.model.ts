import { DataTypes, Model, type Sequelize } from 'sequelize';

/** A role that a contact has in an account; ended links stay as history. */
export class AccountContactModel extends Model {
  declare id: string;
  declare accountId: string;
  declare contactId: string;
  declare role: string;
  declare positionText: string | null;
  declare isPrimaryAccount: boolean;
  declare isPrimaryContact: boolean;
  declare startedOn: string | null;
  declare endedOn: string | null;
  declare version: number;
}

export function initialiseAccountContact(sequelize: Sequelize): void {
  AccountContactModel.init(
    {
      id: { type: DataTypes.UUID, primaryKey: true },
      accountId: { type: DataTypes.UUID, allowNull: false },
      contactId: { type: DataTypes.UUID, allowNull: false },
      role: { type: DataTypes.TEXT, allowNull: false },
      positionText: DataTypes.TEXT,
      isPrimaryAccount: DataTypes.BOOLEAN,
      isPrimaryContact: DataTypes.BOOLEAN,
      startedOn: DataTypes.DATEONLY,
      endedOn: DataTypes.DATEONLY,
      version: { type: DataTypes.INTEGER, defaultValue: 1 },
      createdAt: DataTypes.DATE,
      createdByKind: DataTypes.TEXT,
      createdBy: DataTypes.UUID,
      updatedAt: DataTypes.DATE,
      updatedByKind: DataTypes.TEXT,
      updatedBy: DataTypes.UUID,
    },
    { sequelize, modelName: 'accountContact', tableName: 'account_contact' },
  );
}
