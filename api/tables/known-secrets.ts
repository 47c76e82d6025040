/**
 * The second lock of a full export. The first leaves out tables and columns that hold secrets; this one knows the secrets
 * themselves (those of the database and those of the environment) and finds them where somebody wrote one into a comment,
 * a parameter of a process or the answer of a webhook. A secret is looked for by its longest run of letters, digits, _ and -, so
 * that a text is read once however many secrets there are.
 */
import type { Pool } from 'pg';
import { readSealedSecrets, type SecretBox } from '../adapters/secret-box.ts';
import type { Config } from '../config.ts';

export interface KnownSecrets {
  /** The text without them, and how many there were. */
  strip(text: string): { readonly text: string; readonly found: number };
}

const LEFT_OUT = '[left out]';

/** Addresses that let somebody choose a password, in mail that was sent. */
const INVITATION = /(?<=\/invitation\/)[\w-]{20,}/g;
/** Shorter ones would be found in innocent words. */
const RUN = /[A-Za-z0-9_-]{12,}/g;

const SELECT_SECRETS = `
  select password_hash as secret from app.credential
  union all select encode(key_hash, 'hex') from app.api_key
  union all select encode(token_hash, 'hex') from app.session`;

export async function readKnownSecrets(
  pool: Pick<Pool, 'query'>,
  from: { readonly box: SecretBox; readonly ofEnvironment: readonly string[] },
): Promise<KnownSecrets> {
  const { rows } = await pool.query<{ secret: string }>(SELECT_SECRETS);
  const sealed = await readSealedSecrets(from.box, pool);
  const secrets = [...rows.map((row) => row.secret), ...sealed, ...from.ofEnvironment];
  const runs = new Set(secrets.flatMap((secret) => longestRun(secret) ?? []));
  return {
    strip(text) {
      let found = 0;
      const stripped = text.replace(RUN, (run) => {
        if (!runs.has(run)) return run;
        found += 1;
        return LEFT_OUT;
      });
      const uninvited = stripped.replace(INVITATION, () => {
        found += 1;
        return LEFT_OUT;
      });
      return { text: uninvited, found };
    },
  };
}

/** Secrets that the product was started with. */
export function secretsOfEnvironment(
  config: Pick<Config, 'databaseUrl' | 'smtpUrl' | 'imapUrl' | 'oidc' | 'workerKeys' | 'secretKey'>,
): readonly string[] {
  const urls = [config.databaseUrl, config.smtpUrl, config.imapUrl];
  return [
    ...urls.flatMap(passwordOf),
    ...(config.oidc?.clientSecret ? [config.oidc.clientSecret] : []),
    ...config.workerKeys.map((key) => key.secret),
    ...(config.secretKey ? [config.secretKey] : []),
  ];
}

/** What of an address of a server opens it. */
function passwordOf(url: string | null): readonly string[] {
  if (url === null || !URL.canParse(url)) return [];
  const password = decodeURIComponent(new URL(url).password);
  return password === '' ? [] : [password];
}

function longestRun(secret: string): string | null {
  const runs = secret.match(RUN) ?? [];
  return runs.reduce<string | null>(
    (longest, run) => (run.length > (longest?.length ?? 0) ? run : longest),
    null,
  );
}
