export { demonstrationLogins } from './logins.ts';
export { ensureDemonstration } from './ensure-demonstration.ts';
