import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { DatesProvider } from '@mantine/dates';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from 'react-router';
import { queryClient } from '../client/index.ts';
import { useLocale } from '../i18n/use-locale.ts';
import { cssVariables } from '../theme/css-variables.ts';
import { theme } from '../theme/theme.ts';
import { router } from './router.tsx';
import { Toasts } from './toasts.tsx';

const colorScheme = localStorageColorSchemeManager({ key: 'throughline-color-scheme' });

export function App() {
  const locale = useLocale();
  return (
    <QueryClientProvider client={queryClient}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariables}
        colorSchemeManager={colorScheme}
        defaultColorScheme="auto"
      >
        <DatesProvider settings={{ locale, firstDayOfWeek: 1 }}>
          <Toasts />
          <RouterProvider router={router} />
        </DatesProvider>
      </MantineProvider>
    </QueryClientProvider>
  );
}
