import { useNavigate } from 'react-router';
import { paths } from '../../app/paths.ts';

/** After a completion: the next task of the same case opens by itself, otherwise the inbox. */
export function useGoOn(): (next: { readonly nextTaskId: string | null }) => void {
  const navigate = useNavigate();
  return ({ nextTaskId }) => void navigate(nextTaskId ? paths.task(nextTaskId) : paths.inbox());
}
