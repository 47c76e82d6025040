import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { KNOWN_ACTIONS } from '#moddle';
import { taskHandlers } from '../../api/adapters/handlers/index.ts';
import { openApiDocument } from '../../api/openapi/openapi-document.ts';
import { packageVersion } from '../../api/openapi/package-version.ts';

it('keeps docs/openapi.json equal to the contract (node --import tsx api/openapi/write-openapi.ts)', () => {
  const kept: unknown = JSON.parse(readFileSync('docs/openapi.json', 'utf8'));
  expect(kept).toEqual(JSON.parse(JSON.stringify(openApiDocument(packageVersion()))));
});

it('has a handler of the right mode for every action that the designer offers', () => {
  const handlers = taskHandlers({} as unknown as Parameters<typeof taskHandlers>[0]);
  for (const action of KNOWN_ACTIONS) expect(handlers.get(action.type)?.mode, action.type).toBe(action.mode);
});
