/** Why settings of other engines are refused or left aside; the designer has each in Russian, too (lint/russian-words.ts). */

/** Why something is refused; the rule's sentence ends with it. */
export const REASONS = {
  unknown: 'it is not known here',
  resource: 'scripts and forms must be part of the diagram',
  tenant: 'there are no tenants here',
  cases: 'cases (CMMN) are not executed',
  code: 'it names code of another engine',
  connector: 'connectors of another engine are not there; choose an action',
  starters: 'who may start a process is a right of this system',
  local: 'only what the step itself holds cannot be told apart here',
  value: 'this value is not understood',
  position: 'it has no effect at this element',
  language: 'scripts run in FEEL, JavaScript or the ${…} expressions',
  event: 'this moment is not listened to',
  agent: 'agents of another engine are not there',
  tools: 'it is kept for tools, nothing here reads it',
  headers: 'it is given to code of another engine only',
  retries: 'a listener runs in its step; when it fails, an incident waits for a person',
  formVersion: 'forms are part of the diagram; of one kept elsewhere only the key is shown',
  datePattern: "dates are shown as the reader's language does",
  namespace: 'this namespace is not known here',
} as const;
export type Reason = keyof typeof REASONS;
