import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ConfigError, ENVIRONMENT, readConfig } from '../../api/config.ts';

describe('configuration', () => {
  it('needs no variable at all', () => {
    expect(readConfig({})).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      databaseUrl: null,
      demo: true,
      logLevel: 'info',
      publicUrl: 'http://localhost:3000',
      secureCookies: false,
    });
  });

  it('has no demonstration in production unless it is asked for', () => {
    expect(readConfig({ NODE_ENV: 'production' }).demo).toBe(false);
    expect(readConfig({ NODE_ENV: 'production', DEMO: '1' }).demo).toBe(true);
  });

  it('takes an empty variable as absent', () => {
    expect(readConfig({ DATABASE_URL: '', PORT: ' ' })).toMatchObject({ databaseUrl: null, port: 3000 });
  });

  it('makes the cookie secure behind https', () => {
    expect(readConfig({ PUBLIC_URL: 'https://crm.example.com/' })).toMatchObject({
      publicUrl: 'https://crm.example.com',
      secureCookies: true,
    });
  });

  it.each([
    ['PORT', '70000', /PORT: Set PORT to a number from 0 to 65535/],
    ['PORT', 'many', /PORT: Set PORT to a number/],
    ['DEMO', 'yes', /DEMO: Set DEMO to 0 or 1/],
    ['DATABASE_URL', 'mysql://localhost/x', /DATABASE_URL: Set DATABASE_URL to postgres:\/\//],
    ['LOG_LEVEL', 'loud', /LOG_LEVEL: Set LOG_LEVEL to one of/],
    ['SMTP_URL', 'localhost:25', /SMTP_URL: Set SMTP_URL to smtp:\/\//],
    ['SESSION_DAYS', '0', /SESSION_DAYS: Set SESSION_DAYS to a number from 1 to 365/],
  ])('refuses %s=%s and names the remedy', (name, value, message) => {
    expect(() => readConfig({ [name]: value })).toThrow(ConfigError);
    expect(() => readConfig({ [name]: value })).toThrow(message);
  });

  it('names all wrong variables at once', () => {
    expect(() => readConfig({ PORT: 'x', DEMO: 'x' })).toThrow(/PORT:[\s\S]*DEMO:/);
  });

  it('is described in .env.example, variable for variable', () => {
    const listed = [...readFileSync('.env.example', 'utf8').matchAll(/^([A-Z_]+)=/gm)].map(
      (match) => match[1],
    );
    expect(listed.sort()).toEqual(Object.keys(ENVIRONMENT).sort());
  });
});
