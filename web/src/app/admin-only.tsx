import { Outlet } from 'react-router';
import { DeniedState } from '../ui/error-state.tsx';
import { useMe } from './me-context.ts';

/** Screens that say nothing to anybody else: whoever comes by their address is not shown buttons that are refused. */
export function AdminOnly() {
  return useMe().isAdmin ? <Outlet /> : <DeniedState />;
}
