import '@mantine/core/styles.layer.css';
import '@mantine/dates/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import '@mantine/spotlight/styles.layer.css';
import '@fontsource-variable/inter/wght.css';
import './theme/global.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { startI18n } from './i18n/i18n.ts';

await startI18n();
const root = document.getElementById('root');
if (!root) throw new Error("Expected the page to have an element '#root'.");
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
