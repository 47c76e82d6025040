import { DataTypes, type Sequelize } from 'sequelize';
import { businessColumns, BusinessModel } from '../database/business-columns.ts';

/** A person on the customer's side; may belong to several accounts. */
export class ContactModel extends BusinessModel {
  declare territoryId: string | null;
  declare givenName: string;
  declare middleName: string | null;
  declare familyName: string;
  declare salutation: string | null;
  declare birthday: string | null;
  declare language: string;
  declare timeZone: string | null;
  declare preferredChannel: string | null;
  declare doNotCall: boolean;
  declare description: string | null;
  declare lastContactAt: Date | null;
  declare nextActivityAt: Date | null;
}

export function initialiseContact(sequelize: Sequelize): void {
  ContactModel.init(
    {
      ...businessColumns,
      territoryId: DataTypes.UUID,
      givenName: DataTypes.TEXT,
      middleName: DataTypes.TEXT,
      familyName: DataTypes.TEXT,
      salutation: DataTypes.TEXT,
      birthday: DataTypes.DATEONLY,
      language: DataTypes.TEXT,
      timeZone: DataTypes.TEXT,
      preferredChannel: DataTypes.TEXT,
      doNotCall: DataTypes.BOOLEAN,
      description: DataTypes.TEXT,
      lastContactAt: DataTypes.DATE,
      nextActivityAt: DataTypes.DATE,
    },
    { sequelize, modelName: 'contact', tableName: 'contact' },
  );
}
