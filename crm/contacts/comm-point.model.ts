import { DataTypes, Model, type Sequelize } from 'sequelize';

/** A phone number, e-mail address or other way to reach an account or contact. */
export class CommPointModel extends Model {
  declare id: string;
  declare partyType: 'account' | 'contact';
  declare partyId: string;
  declare kind: 'phone' | 'email' | 'messenger' | 'url';
  declare raw: string;
  declare e164: string | null;
  declare digits: string | null;
  declare ext: string | null;
  declare emailNorm: string | null;
  declare label: string | null;
  declare isPrimary: boolean;
  declare status: 'ok' | 'doubtful' | 'invalid' | 'bounced';
  declare country: string | null;
}

export function initialiseCommPoint(sequelize: Sequelize): void {
  CommPointModel.init(
    {
      id: { type: DataTypes.UUID, primaryKey: true },
      partyType: { type: DataTypes.TEXT, allowNull: false },
      partyId: { type: DataTypes.UUID, allowNull: false },
      kind: { type: DataTypes.TEXT, allowNull: false },
      raw: { type: DataTypes.TEXT, allowNull: false },
      e164: { type: DataTypes.TEXT, field: 'e164' },
      digits: DataTypes.TEXT,
      ext: DataTypes.TEXT,
      emailNorm: DataTypes.TEXT,
      label: DataTypes.TEXT,
      isPrimary: DataTypes.BOOLEAN,
      status: DataTypes.TEXT,
      country: DataTypes.CHAR(2),
      createdAt: DataTypes.DATE,
      updatedAt: DataTypes.DATE,
    },
    { sequelize, modelName: 'commPoint', tableName: 'comm_point' },
  );
}
