/**
 * The Sequelize instance of the CRM: models and SQL generation only. It must never connect: every call carries the
 * client of an open transaction (see transaction.ts), and a call that forgets it fails here instead of silently
 * running outside of the transaction.
 */
import { type Options, Sequelize } from 'sequelize';
import pg from 'pg';
import { initialiseModels } from './associations.ts';

export function createSequelize(): Sequelize {
  const options: Options & { databaseVersion: string } = {
    dialect: 'postgres',
    dialectModule: pg,
    // Statements are generated for the oldest release that we support; nothing asks a server.
    databaseVersion: '14.0.0',
    logging: false,
    // The application sets created_at, updated_at and version itself, by the product's clock.
    define: { schema: 'crm', timestamps: false, underscored: true, freezeTableName: true },
  };
  const sequelize = new Sequelize(options);
  sequelize.connectionManager.getConnection = () =>
    Promise.reject(
      new Error('Expected a CRM statement to run on the client of a transaction, but none was given.'),
    );
  initialiseModels(sequelize);
  return sequelize;
}
