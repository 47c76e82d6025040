import { DataTypes, Model, type Sequelize } from 'sequelize';
import { businessColumns, BusinessModel } from '../database/business-columns.ts';

/** Something that people do: a call, meeting, task, e-mail, note or visit. Never deleted by being done. */
export class ActivityModel extends BusinessModel {
  declare kind: string;
  declare subject: string;
  declare body: string | null;
  declare status: string;
  declare outcome: string | null;
  declare outcomeText: string | null;
  declare plannedStart: Date | null;
  declare plannedEnd: Date | null;
  declare actualStart: Date | null;
  declare actualEnd: Date | null;
  declare allDay: boolean;
  declare timeZone: string | null;
  declare direction: string | null;
  declare priority: string;
  declare isPrivate: boolean;
  declare accountId: string | null;
  declare contactId: string | null;
  declare ticketId: string | null;
  declare dealId: string | null;
  declare leadId: string | null;
  declare reminderMinutes: number | null;
  declare userTaskId: string | null;
  declare instanceId: string | null;
  declare elementId: string | null;
  declare effectKey: string | null;
  declare nextActivityId: string | null;
}

/** A record that an activity is about. */
export class ActivityLinkModel extends Model {
  declare activityId: string;
  declare entity: string;
  declare recordId: string;
  declare role: string;
}

/** A colleague, contact or bare address that takes part. */
export class ActivityParticipantModel extends Model {
  declare id: string;
  declare activityId: string;
  declare userId: string | null;
  declare contactId: string | null;
  declare email: string | null;
  declare response: string;
}

export function initialiseActivity(sequelize: Sequelize): void {
  ActivityModel.init(
    {
      ...businessColumns,
      kind: { type: DataTypes.TEXT, allowNull: false },
      subject: { type: DataTypes.TEXT, allowNull: false },
      body: DataTypes.TEXT,
      status: DataTypes.TEXT,
      outcome: DataTypes.TEXT,
      outcomeText: DataTypes.TEXT,
      plannedStart: DataTypes.DATE,
      plannedEnd: DataTypes.DATE,
      actualStart: DataTypes.DATE,
      actualEnd: DataTypes.DATE,
      allDay: DataTypes.BOOLEAN,
      timeZone: DataTypes.TEXT,
      direction: DataTypes.TEXT,
      priority: DataTypes.TEXT,
      isPrivate: DataTypes.BOOLEAN,
      accountId: DataTypes.UUID,
      contactId: DataTypes.UUID,
      ticketId: DataTypes.UUID,
      dealId: DataTypes.UUID,
      leadId: DataTypes.UUID,
      reminderMinutes: DataTypes.INTEGER,
      userTaskId: DataTypes.UUID,
      instanceId: DataTypes.UUID,
      elementId: DataTypes.TEXT,
      effectKey: DataTypes.TEXT,
      nextActivityId: DataTypes.UUID,
    },
    { sequelize, modelName: 'activity', tableName: 'activity' },
  );
  ActivityLinkModel.init(
    {
      activityId: { type: DataTypes.UUID, primaryKey: true },
      entity: { type: DataTypes.TEXT, primaryKey: true },
      recordId: { type: DataTypes.UUID, primaryKey: true },
      role: { type: DataTypes.TEXT, defaultValue: 'related' },
    },
    { sequelize, modelName: 'activityLink', tableName: 'activity_link' },
  );
  ActivityParticipantModel.init(
    {
      id: { type: DataTypes.UUID, primaryKey: true },
      activityId: DataTypes.UUID,
      userId: DataTypes.UUID,
      contactId: DataTypes.UUID,
      email: DataTypes.TEXT,
      response: { type: DataTypes.TEXT, defaultValue: 'none' },
    },
    { sequelize, modelName: 'activityParticipant', tableName: 'activity_participant' },
  );
}
