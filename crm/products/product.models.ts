import { DataTypes, type Sequelize } from 'sequelize';
import { businessColumns, BusinessModel } from '../database/business-columns.ts';

/** Something that is sold. */
export class ProductModel extends BusinessModel {
  declare sku: string;
  declare name: string;
  declare category: string | null;
  declare unit: string;
  declare price: string;
  declare currency: string;
  declare taxRate: string;
  declare active: boolean;
  declare stockQty: string | null;
  declare description: string | null;
}

/** Prices for some customers, in one currency and for a time. */
export class PriceListModel extends BusinessModel {
  declare name: string;
  declare currency: string;
  declare validFrom: string | null;
  declare validTo: string | null;
  declare active: boolean;
}

export function initialiseProducts(sequelize: Sequelize): void {
  ProductModel.init(
    {
      ...businessColumns,
      sku: { type: DataTypes.TEXT, allowNull: false },
      name: { type: DataTypes.TEXT, allowNull: false },
      category: DataTypes.TEXT,
      unit: DataTypes.TEXT,
      price: DataTypes.DECIMAL(18, 2),
      currency: DataTypes.TEXT,
      taxRate: DataTypes.DECIMAL(5, 2),
      active: DataTypes.BOOLEAN,
      stockQty: DataTypes.DECIMAL(14, 3),
      description: DataTypes.TEXT,
    },
    { sequelize, modelName: 'product', tableName: 'product' },
  );
  PriceListModel.init(
    {
      ...businessColumns,
      name: { type: DataTypes.TEXT, allowNull: false },
      currency: DataTypes.TEXT,
      validFrom: DataTypes.DATEONLY,
      validTo: DataTypes.DATEONLY,
      active: DataTypes.BOOLEAN,
    },
    { sequelize, modelName: 'price_list', tableName: 'price_list' },
  );
}
