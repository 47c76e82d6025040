import type { TaskDetail } from '#contract';
import { TaskFiles } from '../../features/files/task-files.tsx';
import { Guidance } from '../../features/tasks/guidance.tsx';
import { CustomerCard } from '../../features/tasks/customer-card.tsx';
import { TaskHead } from './task-head.tsx';
import { CallWork } from './call-work.tsx';
import { FormWork } from './form-work.tsx';
import classes from './task-work.module.css';

/** Three panes: what to fill in, what to say and mind, whom it is about. */
export function TaskWork({ task }: { readonly task: TaskDetail }) {
  const guidance = (
    <>
      <Guidance task={task} />
      <TaskFiles task={task} />
    </>
  );
  // Whoever takes a task sees fields of its record that he did not before: its form is filled anew.
  const known = task.recordFields.map(({ key, readOnly }) => `${key}:${readOnly}`).join();
  return (
    <div className={classes.page}>
      <TaskHead task={task} />
      <div className={classes.panes}>
        {task.kind === 'call' && task.call ? (
          <CallWork key={known} task={task} call={task.call}>
            {guidance}
          </CallWork>
        ) : (
          <FormWork key={known} task={task}>
            {guidance}
          </FormWork>
        )}
        <CustomerCard task={task} />
      </div>
    </div>
  );
}
