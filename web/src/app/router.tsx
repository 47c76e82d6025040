/** The map of the web app. Every screen is loaded when it is first opened. */
import { createBrowserRouter, type RouteObject } from 'react-router';
import { adminRoutes } from './admin-routes.tsx';
import { processRoutes } from './process-routes.tsx';
import { PageCrash } from './page-crash.tsx';
import { Session } from './session.tsx';
import { Shell } from './shell/shell.tsx';
import { paths } from './paths.ts';
import { workRoutes } from './work-routes.tsx';

const gallery: RouteObject[] = import.meta.env.DEV
  ? [
      {
        path: '/_gallery',
        lazy: async () => ({ Component: (await import('../routes/gallery/gallery-page.tsx')).GalleryPage }),
      },
    ]
  : [];

export const router = createBrowserRouter([
  {
    errorElement: <PageCrash />,
    HydrateFallback: () => null,
    children: [
      {
        path: paths.signIn(),
        lazy: async () => ({ Component: (await import('../routes/sign-in/sign-in-page.tsx')).SignInPage }),
      },
      {
        path: paths.setup(),
        lazy: async () => ({ Component: (await import('../routes/setup/setup-page.tsx')).SetupPage }),
      },
      {
        path: '/invitation/:token',
        lazy: async () => ({
          Component: (await import('../routes/invitation/invitation-page.tsx')).InvitationPage,
        }),
      },
      ...gallery,
      {
        // A sheet of paper, without the frame around it.
        path: paths.quoteSheet(':id'),
        lazy: async () => {
          const { QuoteSheetPage } = await import('../routes/quote-sheet/quote-sheet-page.tsx');
          return {
            element: (
              <Session>
                <QuoteSheetPage />
              </Session>
            ),
          };
        },
      },
      {
        element: (
          <Session>
            <Shell />
          </Session>
        ),
        children: [
          {
            errorElement: <PageCrash />,
            children: [
              {
                index: true,
                lazy: async () => ({
                  Component: (await import('../routes/home/home-page.tsx')).HomePage,
                }),
              },
              {
                path: '/records/:entity',
                lazy: async () => ({
                  Component: (await import('../routes/records/records-page.tsx')).RecordsPage,
                }),
              },
              {
                path: '/records/:entity/:id',
                lazy: async () => ({
                  Component: (await import('../routes/record/record-page.tsx')).RecordPage,
                }),
              },
              ...processRoutes,
              ...workRoutes,
              ...adminRoutes,
              {
                path: '*',
                lazy: async () => ({
                  Component: (await import('../routes/not-found/not-found-page.tsx')).NotFoundPage,
                }),
              },
            ],
          },
        ],
      },
    ],
  },
]);
