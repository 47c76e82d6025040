/** Columns that every business table has (data conventions); spread into the models' attributes. */
import { DataTypes, Model } from 'sequelize';

export const businessColumns = {
  id: { type: DataTypes.UUID, primaryKey: true },
  version: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 1 },
  ownerId: DataTypes.UUID,
  teamId: DataTypes.UUID,
  custom: { type: DataTypes.JSONB, allowNull: false, defaultValue: {} },
  createdAt: { type: DataTypes.DATE, allowNull: false },
  createdByKind: { type: DataTypes.TEXT, allowNull: false },
  createdBy: DataTypes.UUID,
  updatedAt: { type: DataTypes.DATE, allowNull: false },
  updatedByKind: { type: DataTypes.TEXT, allowNull: false },
  updatedBy: DataTypes.UUID,
  deletedAt: DataTypes.DATE,
} as const;

/** Attributes must be declared, never initialised: a class field would hide Sequelize's accessor. */
export class BusinessModel extends Model {
  declare id: string;
  declare version: number;
  declare ownerId: string | null;
  declare teamId: string | null;
  declare custom: Record<string, unknown>;
  declare createdAt: Date;
  declare createdByKind: string;
  declare createdBy: string | null;
  declare updatedAt: Date;
  declare updatedByKind: string;
  declare updatedBy: string | null;
  declare deletedAt: Date | null;
}
