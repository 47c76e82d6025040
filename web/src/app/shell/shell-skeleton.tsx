import { PageSkeleton } from '../../ui/skeletons.tsx';
import classes from './shell.module.css';

/** The frame while it is not known yet who is signed in. */
export function ShellSkeleton() {
  return (
    <div className={classes.shell}>
      <div style={{ gridArea: 'top', height: 48 }} />
      <main className={classes.content}>
        <PageSkeleton />
      </main>
    </div>
  );
}
