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
  processes: () => '/processes',
  designer: (processKey: string) => `/processes/${encodeURIComponent(processKey)}/design`,
  instances: () => '/instances',
  instance: (id: string) => `/instances/${id}`,
  organisation: () => '/admin/organisation',
  jobs: () => '/admin/jobs',
  mail: () => '/admin/mail',
} as const;
