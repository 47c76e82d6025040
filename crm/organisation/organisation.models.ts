import { DataTypes, Model, type Sequelize } from 'sequelize';

export class DepartmentModel extends Model {
  declare id: string;
  declare code: string | null;
  declare name: string;
  declare nameRu: string | null;
  declare parentId: string | null;
  declare sortOrder: number;
}

/** A post in a department; a person holds at most one. */
export class PositionModel extends Model {
  declare id: string;
  declare departmentId: string;
  declare code: string | null;
  declare title: string;
  declare titleRu: string | null;
  declare isHead: boolean;
}

export class UserModel extends Model {
  declare id: string;
  declare email: string;
  declare name: string;
  declare phone: string | null;
  declare locale: 'en' | 'ru';
  declare timeZone: string;
  declare status: 'active' | 'disabled';
  declare positionId: string | null;
  declare calendarCode: string | null;
  declare version: number;
}

/** While it lasts, `byUserId` gets what would go to `userId`. */
export class SubstitutionModel extends Model {
  declare id: string;
  declare userId: string;
  declare byUserId: string;
  declare fromAt: Date;
  declare toAt: Date;
}

export class UserRoleModel extends Model {
  declare userId: string;
  declare roleId: string;
}

export function initialiseOrganisation(sequelize: Sequelize): void {
  DepartmentModel.init(
    {
      id: { type: DataTypes.UUID, primaryKey: true },
      code: DataTypes.TEXT,
      name: DataTypes.TEXT,
      nameRu: DataTypes.TEXT,
      parentId: DataTypes.UUID,
      sortOrder: { type: DataTypes.INTEGER, defaultValue: 0 },
    },
    { sequelize, modelName: 'department', tableName: 'department' },
  );
  PositionModel.init(
    {
      id: { type: DataTypes.UUID, primaryKey: true },
      departmentId: DataTypes.UUID,
      code: DataTypes.TEXT,
      title: DataTypes.TEXT,
      titleRu: DataTypes.TEXT,
      isHead: DataTypes.BOOLEAN,
    },
    { sequelize, modelName: 'position', tableName: 'position' },
  );
  UserModel.init(
    {
      id: { type: DataTypes.UUID, primaryKey: true },
      email: DataTypes.TEXT,
      name: DataTypes.TEXT,
      phone: DataTypes.TEXT,
      locale: DataTypes.TEXT,
      timeZone: DataTypes.TEXT,
      status: { type: DataTypes.TEXT, defaultValue: 'active' },
      positionId: DataTypes.UUID,
      calendarCode: DataTypes.TEXT,
      version: { type: DataTypes.INTEGER, defaultValue: 1 },
      createdAt: DataTypes.DATE,
      createdByKind: DataTypes.TEXT,
      createdBy: DataTypes.UUID,
      updatedAt: DataTypes.DATE,
      updatedByKind: DataTypes.TEXT,
      updatedBy: DataTypes.UUID,
    },
    { sequelize, modelName: 'user', tableName: 'user' },
  );
  SubstitutionModel.init(
    {
      id: { type: DataTypes.UUID, primaryKey: true },
      userId: DataTypes.UUID,
      byUserId: DataTypes.UUID,
      fromAt: DataTypes.DATE,
      toAt: DataTypes.DATE,
      createdByKind: DataTypes.TEXT,
      createdBy: DataTypes.UUID,
    },
    { sequelize, modelName: 'substitution', tableName: 'substitution' },
  );
  UserRoleModel.init(
    {
      userId: { type: DataTypes.UUID, primaryKey: true },
      roleId: { type: DataTypes.UUID, primaryKey: true },
    },
    { sequelize, modelName: 'userRole', tableName: 'user_role' },
  );
}
