/** How columns are called elsewhere: in exports of other products, in lists that people keep. Folded as headers are. */
const TEXT: Readonly<Record<string, string>> = {
  name: 'name|title|company|company name|account name|organization|organisation|organization name|customer|customer name|client|название|наименование|компания|организация|клиент|контрагент|название компании|наименование организации|заказчик|имя клиента',
  legalName:
    'legal name|registered name|full company name|юридическое название|полное наименование|юр лицо|юридическое лицо',
  taxId: 'tax id|tax number|vat|vat number|vat id|vat no|tin|ein|инн|инн кпп|налоговый номер',
  domain: 'domain|company domain|web domain|домен',
  website: 'website|web site|web|url|site|homepage|home page|сайт|веб сайт|адрес сайта|www',
  industry: 'industry|sector|branch|отрасль|сфера|сфера деятельности|вид деятельности',
  phone:
    'phone|telephone|tel|phone number|mobile|mobile phone|cell|cell phone|business phone|work phone|office phone|contact phone|телефон|тел|номер телефона|мобильный|мобильный телефон|сотовый|рабочий телефон|контактный телефон|телефоны',
  email:
    'email|e mail|mail|email address|e mail address|work email|business email|primary email|почта|эл почта|электронная почта|адрес электронной почты|емейл|имейл|мейл|электронный адрес',
  country: 'country|country code|страна|код страны',
  city: 'city|town|locality|город|населенный пункт',
  address:
    'address|street|street address|billing address|postal address|mailing address|адрес|улица|почтовый адрес|фактический адрес|юридический адрес',
  owner:
    'owner|assigned to|assignee|responsible|manager|account manager|account owner|sales rep|salesperson|record owner|contact owner|deal owner|lead owner|ответственный|менеджер|владелец|исполнитель|куратор|менеджер клиента',
  givenName: 'first name|given name|firstname|forename|имя',
  familyName: 'last name|surname|family name|lastname|second name|фамилия',
  middleName: 'middle name|patronymic|отчество',
  $fullName:
    'full name|name|contact|contact name|person|fio|фио|ф и о|имя фамилия|фамилия имя|фамилия имя отчество|полное имя|контакт|контактное лицо|имя и фамилия',
  $account:
    'account|company|company name|organization|organisation|account name|employer|customer|компания|организация|клиент|место работы|работодатель|название компании|контрагент',
  $position: 'job title|title|position|role|job|должность|позиция',
  $number: 'number|no|nr|номер|№|record number',
  $id: 'id|record id|uuid|идентификатор|ид',
  birthday: 'birthday|birth date|date of birth|dob|день рождения|дата рождения|д р',
  salutation: 'salutation|prefix|обращение',
  language: 'language|lang|locale|язык',
  description:
    'description|notes|note|comment|comments|remarks|details|описание|примечание|примечания|комментарий|комментарии|заметки',
  doNotCall: 'do not call|dnc|no calls|не звонить|не беспокоить',
  companyName:
    'company|company name|organization|organisation|account|компания|организация|название компании',
  title: 'title|subject|topic|lead name|lead title|тема|название|заголовок',
  subject: 'subject|title|topic|summary|тема|заголовок|название',
  source: 'source|lead source|origin|utm source|источник|откуда',
  status: 'status|state|lead status|статус|состояние',
  stage: 'stage|deal stage|sales stage|стадия|этап|этап сделки|стадия сделки',
  pipeline: 'pipeline|funnel|воронка|воронка продаж',
  amount: 'amount|value|deal value|sum|total|revenue|сумма|бюджет|стоимость|сумма сделки',
  expectedAmount: 'amount|budget|expected amount|value|сумма|бюджет|ожидаемая сумма',
  currency: 'currency|currency code|валюта',
  expectedClose:
    'close date|expected close|expected close date|closing date|дата закрытия|ожидаемая дата закрытия|планируемая дата закрытия',
  price: 'price|unit price|list price|cost|цена|стоимость|цена за единицу',
  sku: 'sku|article|part number|product code|code|item code|артикул|код товара|код',
  unit: 'unit|uom|unit of measure|единица|ед изм|единица измерения',
  taxRate: 'tax|vat|tax rate|vat rate|ндс|ставка ндс|налог',
  stockQty: 'stock|quantity|qty|in stock|остаток|количество|на складе',
  priority: 'priority|urgency|приоритет|срочность',
  type: 'type|category|kind|тип|вид|категория',
  category: 'category|group|категория|группа',
  account:
    'account|company|customer|client|organization|account name|company name|клиент|компания|организация|контрагент|заказчик',
  contact: 'contact|contact name|contact person|person|контакт|контактное лицо',
  plannedStart: 'start|start date|begin|due|due date|date|начало|дата начала|дата|срок',
  plannedEnd: 'end|end date|finish|конец|окончание|дата окончания',
  lifecycle: 'status|lifecycle|stage|lifecycle stage|статус|этап',
  team: 'team|group|команда|группа',
  territory: 'territory|region|area|территория|регион|область',
  relationTypes: 'relation|relationship|type|account type|отношение|отношения|тип клиента',
  creditLimit: 'credit limit|кредитный лимит|лимит',
  timeZone: 'time zone|timezone|часовой пояс',
};

export function synonymsOf(key: string): readonly string[] {
  return TEXT[key]?.split('|') ?? [];
}
