/** The only reader of the environment: validated as a whole at start, frozen, and each error names its remedy. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { StartRefused } from './errors/start-refused.ts';

export interface Config {
  readonly production: boolean;
  readonly host: string;
  readonly port: number;
  /** Absolute. */
  readonly dataDir: string;
  /** Null: the embedded PostgreSQL. */
  readonly databaseUrl: string | null;
  readonly databasePoolMax: number;
  /** Only for throw-away databases: do not insist on fsync, full_page_writes and synchronous_commit. */
  readonly unsafeDatabase: boolean;
  readonly demo: boolean;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  /** Null: mails stay on the outbox page of the demonstration. */
  readonly smtpUrl: string | null;
  readonly mailFrom: string;
  /** The folder that mail is fetched from; null: none is. */
  readonly imapUrl: string | null;
  /** `host` or `host:port` inside the own network that processes may call. */
  readonly httpAllow: readonly string[];
  /** Where people reach the product; without a trailing slash. */
  readonly publicUrl: string;
  readonly secureCookies: boolean;
  readonly sessionDays: number;
  /** How long deleted records can be taken out of the bin. */
  readonly binDays: number;
  readonly trustedProxies: number;
  readonly drainSeconds: number;
  /** What stops a process that runs away; the engine says so in the log at four fifths. */
  readonly limits: {
    readonly stepsMax: number;
    readonly variableBytesMax: number;
    readonly callDepthMax: number;
    readonly eventsMax: number;
    readonly itemsPerStep: number;
    readonly incidentBytesMax: number;
  };
  /** Requests that one API key may make in a minute. */
  readonly apiKeyRequestsPerMinute: number;
  /** Seals secrets in the database; null: the key of a file in the data folder. */
  readonly secretKey: string | null;
  /** The provider that people may sign in through; null without one. */
  readonly oidc: OidcConfig | null;
  /** Programs that may fetch external work. */
  readonly workerKeys: readonly WorkerKey[];
}

export interface OidcConfig {
  readonly issuer: string;
  readonly clientId: string;
  /** Null: a public client, by PKCE alone. */
  readonly clientSecret: string | null;
  readonly scopes: string;
}

export interface WorkerKey {
  readonly name: string;
  readonly secret: string;
  /** Null: every topic. */
  readonly topics: readonly string[] | null;
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const whole = (remedy: string, lowest: number, highest: number) =>
  z.coerce.number({ error: remedy }).int(remedy).min(lowest, remedy).max(highest, remedy);
const flag = (name: string) =>
  z.enum(['0', '1'], { error: `Set ${name} to 0 or 1.` }).transform((value) => value === '1');
const url = (remedy: string, protocols: readonly string[]) =>
  z.string().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), remedy);

/** Every variable that the product reads; .env.example lists the same, a test compares them. */
export const ENVIRONMENT = {
  NODE_ENV: z
    .enum(['development', 'test', 'production'], {
      error: 'Set NODE_ENV to development, test or production.',
    })
    .default('development'),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: whole('Set PORT to a number from 0 to 65535 (0 takes any free port).', 0, 65_535).default(3000),
  DATA_DIR: z.string().min(1).default('.data'),
  DATABASE_URL: url(
    'Set DATABASE_URL to postgres://user:password@host:port/database, or leave it out for the embedded database.',
    ['postgres:', 'postgresql:'],
  ).optional(),
  DATABASE_POOL_MAX: whole('Set DATABASE_POOL_MAX to a number from 4 to 200.', 4, 200).default(20),
  UNSAFE_DATABASE: flag('UNSAFE_DATABASE').default(false),
  DEMO: flag('DEMO').optional(),
  LOG_LEVEL: z
    .enum(LOG_LEVELS, { error: `Set LOG_LEVEL to one of ${LOG_LEVELS.join(', ')}.` })
    .default('info'),
  SMTP_URL: url('Set SMTP_URL to smtp://user:password@host:port (or smtps://), or leave it out.', [
    'smtp:',
    'smtps:',
  ]).optional(),
  MAIL_FROM: z.string().min(3).max(320).default('Throughline <throughline@localhost>'),
  IMAP_URL: url('Set IMAP_URL to imaps://user:password@host:port/folder (or imap://), or leave it out.', [
    'imap:',
    'imaps:',
  ]).optional(),
  HTTP_ALLOW: z.string().default(''),
  PUBLIC_URL: url(
    'Set PUBLIC_URL to the address that people type, such as https://throughline.example.com.',
    ['http:', 'https:'],
  ).optional(),
  BIN_DAYS: whole('Set BIN_DAYS to a number of days from 1 to 3650.', 1, 3650).default(30),
  SESSION_DAYS: whole('Set SESSION_DAYS to a number from 1 to 365.', 1, 365).default(14),
  TRUSTED_PROXIES: whole(
    'Set TRUSTED_PROXIES to the number of reverse proxies before the product (0 to 10).',
    0,
    10,
  ).default(0),
  DRAIN_SECONDS: whole('Set DRAIN_SECONDS to a number from 0 to 300.', 0, 300).default(10),
  LIMIT_STEPS: whole('Set LIMIT_STEPS to a number from 100 to 1000000.', 100, 1_000_000).default(10_000),
  LIMIT_VARIABLE_BYTES: whole(
    'Set LIMIT_VARIABLE_BYTES to a number from 1000 to 50000000.',
    1_000,
    50_000_000,
  ).default(2_097_152),
  LIMIT_CALL_DEPTH: whole('Set LIMIT_CALL_DEPTH to a number from 1 to 1000.', 1, 1_000).default(50),
  LIMIT_EVENTS: whole('Set LIMIT_EVENTS to a number from 100 to 1000000000.', 100, 1_000_000_000).default(
    5_000_000,
  ),
  LIMIT_ITEMS: whole('Set LIMIT_ITEMS to a number from 1 to 10000.', 1, 10_000).default(100),
  LIMIT_INCIDENT_BYTES: whole(
    'Set LIMIT_INCIDENT_BYTES to a number from 0 to 1000000.',
    0,
    1_000_000,
  ).default(16_384),
  API_KEY_REQUESTS_PER_MINUTE: whole(
    'Set API_KEY_REQUESTS_PER_MINUTE to a number from 1 to 1000000.',
    1,
    1_000_000,
  ).default(600),
  SECRET_KEY: z
    .string()
    .min(32, 'Set SECRET_KEY to at least 32 signs, such as those of: openssl rand -hex 32')
    .max(500)
    .optional(),
  OIDC_ISSUER: url(
    'Set OIDC_ISSUER to the address of the provider, such as https://login.example.com; http only on this machine.',
    ['https:', 'http:'],
  )
    .refine(
      (value) => !value.startsWith('http:') || /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/]?/.test(value),
      'Set OIDC_ISSUER to an https address; http is taken on this machine only.',
    )
    .optional(),
  OIDC_CLIENT_ID: z.string().min(1).max(500).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).max(1_000).optional(),
  OIDC_SCOPES: z
    .string()
    .regex(/^openid(?: [\x21-\x7e]+)*$/, 'Set OIDC_SCOPES to names separated by blanks, openid first.')
    .default('openid email profile'),
  WORKER_KEYS: z
    .string()
    .regex(
      /^\s*(?:[\w-]{1,50}:[\w-]{32,200}(?::[^\s,|:]+(?:\|[^\s,|:]+)*)?(?:\s*,\s*|\s+|$))*$/,
      'Set WORKER_KEYS to name:secret or name:secret:topic|topic, separated by commas; a secret has 32 to 200 letters, digits, _ or -.',
    )
    .default(''),
} as const;

/** Thrown at start; the message has one line per variable that is wrong. */
export class ConfigError extends StartRefused {
  override readonly name: string = 'ConfigError';
}

/** Reads `.env` of the working folder, when there is one, and then the environment. @throws ConfigError */
export function loadConfig(): Config {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return readConfig(process.env);
}

/** @throws ConfigError naming every wrong variable and its remedy. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  // An empty variable counts as absent: that is how shells and compose files unset one.
  const present = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const result = z.object(ENVIRONMENT).safeParse(present);
  if (!result.success) {
    const lines = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new ConfigError(`The environment is not right:\n${lines.join('\n')}`);
  }
  if ((result.data.OIDC_ISSUER === undefined) !== (result.data.OIDC_CLIENT_ID === undefined))
    throw new ConfigError('Set OIDC_ISSUER and OIDC_CLIENT_ID both, or neither.');
  return configFrom(result.data);
}

function oidcFrom(read: z.output<z.ZodObject<typeof ENVIRONMENT>>): OidcConfig | null {
  if (read.OIDC_ISSUER === undefined || read.OIDC_CLIENT_ID === undefined) return null;
  return {
    issuer: read.OIDC_ISSUER,
    clientId: read.OIDC_CLIENT_ID,
    clientSecret: read.OIDC_CLIENT_SECRET ?? null,
    scopes: read.OIDC_SCOPES,
  };
}

function workerKeysFrom(text: string): readonly WorkerKey[] {
  return text
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .map((entry) => {
      const [name = '', secret = '', topics] = entry.split(':');
      return { name, secret, topics: topics?.split('|') ?? null };
    });
}

function configFrom(read: z.output<z.ZodObject<typeof ENVIRONMENT>>): Config {
  const production = read.NODE_ENV === 'production';
  const publicUrl = (read.PUBLIC_URL ?? `http://localhost:${read.PORT}`).replace(/\/+$/, '');
  return Object.freeze({
    production,
    host: read.HOST,
    port: read.PORT,
    dataDir: resolve(read.DATA_DIR),
    databaseUrl: read.DATABASE_URL ?? null,
    databasePoolMax: read.DATABASE_POOL_MAX,
    unsafeDatabase: read.UNSAFE_DATABASE,
    demo: read.DEMO ?? !production,
    logLevel: read.LOG_LEVEL,
    smtpUrl: read.SMTP_URL ?? null,
    mailFrom: read.MAIL_FROM,
    imapUrl: read.IMAP_URL ?? null,
    httpAllow: read.HTTP_ALLOW.split(/[\s,]+/).filter((host) => host !== ''),
    publicUrl,
    secureCookies: publicUrl.startsWith('https:'),
    sessionDays: read.SESSION_DAYS,
    binDays: read.BIN_DAYS,
    trustedProxies: read.TRUSTED_PROXIES,
    drainSeconds: read.DRAIN_SECONDS,
    limits: {
      stepsMax: read.LIMIT_STEPS,
      variableBytesMax: read.LIMIT_VARIABLE_BYTES,
      callDepthMax: read.LIMIT_CALL_DEPTH,
      eventsMax: read.LIMIT_EVENTS,
      itemsPerStep: read.LIMIT_ITEMS,
      incidentBytesMax: read.LIMIT_INCIDENT_BYTES,
    },
    apiKeyRequestsPerMinute: read.API_KEY_REQUESTS_PER_MINUTE,
    secretKey: read.SECRET_KEY ?? null,
    oidc: oidcFrom(read),
    workerKeys: workerKeysFrom(read.WORKER_KEYS),
  });
}
