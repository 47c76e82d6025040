/** The one place where models are made known to Sequelize and where relations are declared. */
import type { Sequelize } from 'sequelize';
import { AccountModel, initialiseAccount } from '../accounts/account.model.ts';
import {
  ActivityLinkModel,
  ActivityModel,
  ActivityParticipantModel,
  initialiseActivity,
} from '../activities/activity.model.ts';
import { CommentModel, initialiseComment } from '../comments/comment.model.ts';
import { AccountContactModel, initialiseAccountContact } from '../contacts/account-contact.model.ts';
import { initialiseCommPoint } from '../contacts/comm-point.model.ts';
import { ContactModel, initialiseContact } from '../contacts/contact.model.ts';
import { DealContactModel, DealModel, initialiseDeal } from '../deals/deal.model.ts';
import { initialiseLead, LeadModel } from '../leads/lead.model.ts';
import {
  DepartmentModel,
  initialiseOrganisation,
  PositionModel,
  SubstitutionModel,
  UserModel,
} from '../organisation/organisation.models.ts';
import { initialiseOrder, OrderModel } from '../orders/order.model.ts';
import { initialiseProducts, PriceListModel } from '../products/product.models.ts';
import { initialiseQuote, QuoteModel } from '../quotes/quote.model.ts';
import { initialiseRecord } from '../custom-fields/record.model.ts';
import { initialiseTicket, TicketModel } from '../tickets/ticket.model.ts';

export function initialiseModels(sequelize: Sequelize): void {
  initialiseOrganisation(sequelize);
  initialiseAccount(sequelize);
  initialiseContact(sequelize);
  initialiseAccountContact(sequelize);
  initialiseCommPoint(sequelize);
  initialiseTicket(sequelize);
  initialiseRecord(sequelize);
  initialiseDeal(sequelize);
  initialiseLead(sequelize);
  initialiseProducts(sequelize);
  initialiseQuote(sequelize);
  initialiseOrder(sequelize);
  initialiseActivity(sequelize);
  initialiseComment(sequelize);
  associate();
}

function associate(): void {
  DepartmentModel.belongsTo(DepartmentModel, { as: 'parent', foreignKey: 'parentId' });
  PositionModel.belongsTo(DepartmentModel, { as: 'department', foreignKey: 'departmentId' });
  UserModel.belongsTo(PositionModel, { as: 'position', foreignKey: 'positionId' });
  SubstitutionModel.belongsTo(UserModel, { as: 'user', foreignKey: 'userId' });
  SubstitutionModel.belongsTo(UserModel, { as: 'byUser', foreignKey: 'byUserId' });

  AccountModel.belongsTo(UserModel, { as: 'owner', foreignKey: 'ownerId' });
  AccountModel.belongsTo(AccountModel, { as: 'parentAccount', foreignKey: 'parentAccountId' });
  ContactModel.belongsTo(UserModel, { as: 'owner', foreignKey: 'ownerId' });
  AccountContactModel.belongsTo(AccountModel, { as: 'account', foreignKey: 'accountId' });
  AccountContactModel.belongsTo(ContactModel, { as: 'contact', foreignKey: 'contactId' });
  AccountModel.hasMany(AccountContactModel, { as: 'contactLinks', foreignKey: 'accountId' });
  ContactModel.hasMany(AccountContactModel, { as: 'accountLinks', foreignKey: 'contactId' });

  TicketModel.belongsTo(AccountModel, { as: 'account', foreignKey: 'accountId' });
  TicketModel.belongsTo(ContactModel, { as: 'contact', foreignKey: 'contactId' });
  TicketModel.belongsTo(UserModel, { as: 'owner', foreignKey: 'ownerId' });
  TicketModel.belongsTo(TicketModel, { as: 'parentTicket', foreignKey: 'parentTicketId' });

  ActivityModel.belongsTo(AccountModel, { as: 'account', foreignKey: 'accountId' });
  ActivityModel.belongsTo(ContactModel, { as: 'contact', foreignKey: 'contactId' });
  ActivityModel.belongsTo(TicketModel, { as: 'ticket', foreignKey: 'ticketId' });
  ActivityModel.belongsTo(DealModel, { as: 'deal', foreignKey: 'dealId' });
  ActivityModel.belongsTo(LeadModel, { as: 'lead', foreignKey: 'leadId' });
  DealModel.belongsTo(LeadModel, { as: 'lead', foreignKey: 'leadId' });
  QuoteModel.belongsTo(DealModel, { as: 'deal', foreignKey: 'dealId' });
  QuoteModel.belongsTo(AccountModel, { as: 'account', foreignKey: 'accountId' });
  QuoteModel.belongsTo(ContactModel, { as: 'contact', foreignKey: 'contactId' });
  QuoteModel.belongsTo(PriceListModel, { as: 'priceList', foreignKey: 'priceListId' });
  OrderModel.belongsTo(QuoteModel, { as: 'quote', foreignKey: 'quoteId' });
  OrderModel.belongsTo(DealModel, { as: 'deal', foreignKey: 'dealId' });
  OrderModel.belongsTo(AccountModel, { as: 'account', foreignKey: 'accountId' });
  OrderModel.belongsTo(ContactModel, { as: 'contact', foreignKey: 'contactId' });
  OrderModel.belongsTo(PriceListModel, { as: 'priceList', foreignKey: 'priceListId' });
  LeadModel.belongsTo(AccountModel, { as: 'account', foreignKey: 'accountId' });
  LeadModel.belongsTo(ContactModel, { as: 'contact', foreignKey: 'contactId' });
  LeadModel.belongsTo(UserModel, { as: 'owner', foreignKey: 'ownerId' });
  DealModel.belongsTo(AccountModel, { as: 'account', foreignKey: 'accountId' });
  DealModel.belongsTo(UserModel, { as: 'owner', foreignKey: 'ownerId' });
  DealModel.hasMany(DealContactModel, { as: 'contacts', foreignKey: 'dealId' });
  DealContactModel.belongsTo(ContactModel, { as: 'contact', foreignKey: 'contactId' });

  ActivityModel.belongsTo(UserModel, { as: 'owner', foreignKey: 'ownerId' });
  ActivityModel.hasMany(ActivityLinkModel, { as: 'links', foreignKey: 'activityId' });
  ActivityModel.hasMany(ActivityParticipantModel, { as: 'participants', foreignKey: 'activityId' });
  CommentModel.hasMany(CommentModel, { as: 'answers', foreignKey: 'threadId' });
}
