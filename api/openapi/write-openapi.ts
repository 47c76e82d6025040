/** `node --import tsx api/openapi/write-openapi.ts` writes docs/openapi.json. */
import { writeFileSync } from 'node:fs';
import { openApiDocument } from './openapi-document.ts';
import { packageVersion } from './package-version.ts';

const target = new URL('../../docs/openapi.json', import.meta.url);
writeFileSync(target, `${JSON.stringify(openApiDocument(packageVersion()), null, 2)}\n`);
