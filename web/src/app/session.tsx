import { useEffect, useState, type ReactNode } from 'react';
import { Navigate, useLocation } from 'react-router';
import { routes } from '#contract';
import { LiveProvider, useRoute } from '../client/index.ts';
import { changeLocale } from '../i18n/i18n.ts';
import { ErrorState } from '../ui/error-state.tsx';
import { setProductNow } from '../ui/product-clock.ts';
import { MeContext } from './me-context.ts';
import { paths } from './paths.ts';
import { ShellSkeleton } from './shell/shell-skeleton.tsx';

/** Lets in whoever is signed in; everybody else is led to the sign-in page and back. */
export function Session({ children }: { readonly children: ReactNode }) {
  const location = useLocation();
  const me = useRoute(routes.session.me, {}, { staleTime: 60_000 });
  const locale = me.data?.user.locale;
  const now = me.data?.now;
  // On a browser that spoke another language nothing is shown in it first.
  const [hasSpoken, setHasSpoken] = useState(false);
  useEffect(() => {
    if (locale) void changeLocale(locale).finally(() => setHasSpoken(true));
  }, [locale]);
  useEffect(() => {
    if (now) setProductNow(now);
  }, [now]);

  if (me.error?.status === 401) {
    const next =
      location.pathname === '/' ? '' : `?next=${encodeURIComponent(location.pathname + location.search)}`;
    return <Navigate to={`${paths.signIn()}${next}`} replace />;
  }
  // Nothing else answers until it is done.
  if (me.data?.pending && location.pathname !== paths.security())
    return <Navigate to={paths.security()} replace />;
  if (me.data && hasSpoken) {
    return (
      <MeContext value={me.data}>
        <LiveProvider>{children}</LiveProvider>
      </MeContext>
    );
  }
  if (me.error && !me.data) return <ErrorState error={me.error} onRetry={() => void me.refetch()} />;
  return <ShellSkeleton />;
}
