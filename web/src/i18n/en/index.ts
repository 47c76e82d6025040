/** All texts of one language, one file per area. A new area is added here, in both languages. */
import audit from './audit.json';
import calendar from './calendar.json';
import calendars from './calendars.json';
import choices from './choices.json';
import company from './company.json';
import common from './common.json';
import designer from './designer.json';
import distribution from './distribution.json';
import duplicates from './duplicates.json';
import errors from './errors.json';
import exports from './exports.json';
import fields from './fields.json';
import form from './form.json';
import health from './health.json';
import help from './help.json';
import home from './home.json';
import imports from './imports.json';
import instance from './instance.json';
import jobs from './jobs.json';
import lint from './lint.json';
import lists from './lists.json';
import mail from './mail.json';
import measures from './measures.json';
import operations from './operations.json';
import privacy from './privacy.json';
import people from './people.json';
import processes from './processes.json';
import records from './records.json';
import rights from './rights.json';
import sales from './sales.json';
import security from './security.json';
import session from './session.json';
import settings from './settings.json';
import shell from './shell.json';
import structure from './structure.json';
import tasks from './tasks.json';
import timeline from './timeline.json';
import webforms from './webforms.json';
import webhooks from './webhooks.json';

export const texts = {
  audit,
  calendar,
  calendars,
  choices,
  company,
  common,
  designer,
  distribution,
  duplicates,
  errors,
  exports,
  fields,
  form,
  health,
  help,
  home,
  imports,
  instance,
  jobs,
  lint,
  lists,
  mail,
  measures,
  operations,
  people,
  privacy,
  processes,
  records,
  rights,
  sales,
  security,
  session,
  settings,
  shell,
  structure,
  tasks,
  timeline,
  webforms,
  webhooks,
};
