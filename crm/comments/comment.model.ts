import { DataTypes, Model, type Sequelize } from 'sequelize';

/** A comment, question or answer on a record or on a process instance. */
export class CommentModel extends Model {
  declare id: string;
  declare entity: string;
  declare recordId: string;
  declare elementId: string | null;
  declare threadId: string | null;
  declare body: string;
  declare isQuestion: boolean;
  declare askedOf: string | null;
  declare answeredAt: Date | null;
  declare mentions: string[];
  declare authorKind: string;
  declare authorId: string | null;
  declare createdAt: Date;
}

export function initialiseComment(sequelize: Sequelize): void {
  CommentModel.init(
    {
      id: { type: DataTypes.UUID, primaryKey: true },
      entity: DataTypes.TEXT,
      recordId: DataTypes.UUID,
      elementId: DataTypes.TEXT,
      threadId: DataTypes.UUID,
      body: DataTypes.TEXT,
      isQuestion: { type: DataTypes.BOOLEAN, defaultValue: false },
      askedOf: DataTypes.UUID,
      answeredAt: DataTypes.DATE,
      mentions: DataTypes.ARRAY(DataTypes.UUID),
      authorKind: DataTypes.TEXT,
      authorId: DataTypes.UUID,
      createdAt: DataTypes.DATE,
    },
    { sequelize, modelName: 'comment', tableName: 'comment' },
  );
}
