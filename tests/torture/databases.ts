/** The run's own PostgreSQL, started when the first database is asked for; TEST_DATABASE_URL takes another server. */
import {
  cloneDatabase,
  embeddedServer,
  externalServer,
  makeTemplate,
  statement,
  type TestDatabase,
  type TestServer,
} from '../support/test-server.ts';

export interface Databases {
  create(): Promise<TestDatabase>;
  end(): Promise<void>;
}

export function lazyDatabases(): Databases {
  const template = `throughline_torture_${process.pid}`;
  let server: Promise<TestServer> | null = null;
  const begin = async (): Promise<TestServer> => {
    const external = process.env.TEST_DATABASE_URL;
    const begun = external ? externalServer(external) : await embeddedServer();
    await makeTemplate(begun.url, template);
    return begun;
  };
  return {
    async create() {
      server ??= begin();
      return cloneDatabase((await server).url, template);
    },
    async end() {
      const running = await server?.catch(() => null);
      if (!running) return;
      await statement(running.url, `drop database if exists ${template} with (force)`);
      await running.end();
    },
  };
}
