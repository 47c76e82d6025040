import { useNavigate } from 'react-router';
import { routes } from '#contract';
import { queryClient, useAction } from '../../client/index.ts';
import { paths } from '../paths.ts';

export function useSignOut(): () => void {
  const navigate = useNavigate();
  const signOut = useAction(routes.session.signOut, {
    onSuccess: () => {
      void navigate(paths.signIn());
      queryClient.clear();
    },
  });
  return () => signOut.run({});
}
