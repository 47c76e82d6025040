import type { ElementInfo } from '#modeler';
import { useDesignerScope } from '../designer-context.ts';
import { ProblemRow } from '../problems/problem-row.tsx';
import classes from './element-problems.module.css';

/** What is wrong with the element itself, with its remedy. */
export function ElementProblems({ element }: { readonly element: ElementInfo }) {
  const { findings } = useDesignerScope();
  const ids = new Set([element.id, element.process?.id].filter(Boolean));
  const own = findings.filter((finding) => finding.elementId !== null && ids.has(finding.elementId));
  if (own.length === 0) return null;
  return (
    <ul className={classes.list}>
      {own.map((finding, at) => (
        <ProblemRow key={`${finding.rule}-${at}`} finding={finding} isHere />
      ))}
    </ul>
  );
}
