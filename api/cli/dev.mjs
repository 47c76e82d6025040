/** `npm run dev`: the api restarts and the page reloads when a source changes. Open the address that Vite prints. */
import concurrently from 'concurrently';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
// Also without npm, which would add this folder.
process.env.PATH = `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}`;
const apiPort = process.env.PORT ?? '3000';

const { result } = concurrently(
  [
    {
      name: 'api',
      command: 'tsx watch --clear-screen=false --include "./**/migrations/*.sql" api/main.ts',
      env: { PORT: apiPort },
      prefixColor: 'blue',
    },
    {
      name: 'web',
      command: 'vite web --config web/vite.config.ts',
      env: { API_PORT: apiPort },
      prefixColor: 'green',
    },
  ],
  { cwd: root, killOthersOn: ['failure', 'success'] },
);
result.then(
  () => process.exit(0),
  () => process.exit(1),
);
