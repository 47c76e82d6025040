/** A filter of a list as its address has it: each field is one of these. */
function filterOf(fields: Readonly<Record<string, readonly string[]>>): string {
  const items = Object.entries(fields).map(([field, value]) => ({ field, operator: 'in', value }));
  return encodeURIComponent(JSON.stringify({ op: 'and', items }));
}

const FAILED = JSON.stringify({ op: 'and', items: [{ field: 'incidents', operator: 'gte', value: 1 }] });

interface Named {
  readonly code: string;
  readonly label: { readonly en: string; readonly ru: string };
}

/** Something of the company that a process names by its code; a position with the department where it usually is. */
interface WantedPlace extends Named {
  readonly kind: 'department' | 'position';
  readonly department: Named | null;
}

/** Every address of the product in one place; screens never write one by hand. */
export const paths = {
  home: () => '/',
  signIn: () => '/sign-in',
  setup: () => '/setup',
  inbox: () => '/inbox',
  task: (id: string) => `/tasks/${id}`,
  calendar: () => '/calendar',
  records: (entity: string) => `/records/${entity}`,
  record: (entity: string, id: string) => `/records/${entity}/${id}`,
  /** A quote as it is printed. */
  quoteSheet: (id: string) => `/records/quote/${id}/sheet`,
  processes: () => '/processes',
  readyProcesses: () => '/processes?ready',
  designer: (processKey: string) => `/processes/${encodeURIComponent(processKey)}/design`,
  tasks: () => '/tasks',
  instances: () => '/instances',
  /** The running instances of one process. */
  instancesOf: (processKey: string) =>
    `/instances?filter=${filterOf({ status: ['active'], process: [processKey] })}`,
  /** Those in which a step failed. */
  failedInstances: () => `/instances?filter=${encodeURIComponent(FAILED)}`,
  /** Those that do not move and that nothing will wake. */
  stuckInstances: () => '/instances?view=shipped-stuck',
  instance: (id: string) => `/instances/${id}`,
  salesMeasures: () => '/measures/sales',
  serviceMeasures: () => '/measures/service',
  organisation: () => '/admin/organisation',
  /** The organisation with a department or position to be made, or opened where it is there. */
  makePlace: ({ kind, code, label, department }: WantedPlace) =>
    `/admin/organisation?${new URLSearchParams({
      ...{ make: kind, code, en: label.en, ru: label.ru },
      ...(department && {
        ...{ in: department.code, inEn: department.label.en, inRu: department.label.ru },
      }),
    }).toString()}`,
  jobs: () => '/admin/jobs',
  health: () => '/admin/health',
  operations: () => '/admin/operations',
  mail: () => '/admin/mail',
  webhooks: () => '/admin/webhooks',
  webForms: () => '/admin/web-forms',
  roles: () => '/admin/roles',
  roleHomes: () => '/admin/homes',
  groups: () => '/admin/groups',
  fields: () => '/admin/fields',
  company: () => '/admin/company',
  choices: (list?: string) => (list ? `/admin/choices?list=${list}` : '/admin/choices'),
  audit: () => '/admin/audit',
  people: () => '/admin/people',
  pipelines: () => '/admin/pipelines',
  serviceLevels: () => '/admin/service-levels',
  calendars: () => '/admin/calendars',
  distribution: () => '/admin/distribution',
  lifecycle: () => '/admin/lifecycle',
  fullExport: () => '/admin/full-export',
  signInRules: () => '/admin/sign-in',
  security: () => '/profile/security',
  /** What is found by these words, of all kinds. */
  search: (q: string) => `/search?q=${encodeURIComponent(q)}`,
  bin: () => '/bin',
  duplicates: () => '/duplicates',
  imports: (entity?: string) => (entity ? `/imports?entity=${entity}` : '/imports'),
  import: (id: string) => `/imports/${id}`,
} as const;
