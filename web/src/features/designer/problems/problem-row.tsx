import { Button, UnstyledButton } from '@mantine/core';
import { IconTool } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Finding } from '#lint';
import { StatusIcon } from '../../../ui/status-icon.tsx';
import { useDesignerScope } from '../designer-context.ts';
import { useTypeWord } from '../properties/use-type-word.ts';
import { namedValues } from './named-values.ts';
import { useFindingText } from './use-finding-text.ts';
import classes from './problems.module.css';

interface ProblemRowProps {
  readonly finding: Finding;
  /** Shown at the element itself: there is nowhere to jump. */
  readonly isHere?: boolean;
  readonly onJump?: () => void;
}

/** One finding: what is wrong, where, and its remedy where there is one. */
export function ProblemRow({ finding, isHere = false, onJump }: ProblemRowProps) {
  const { t } = useTranslation('designer');
  const { handle, select, element } = useDesignerScope();
  const findingText = useFindingText();
  const { elementId, fix } = finding;
  const info = elementId ? element(elementId) : null;
  const typeWord = useTypeWord();
  const nameOf = (id: string): string => {
    const named = element(id);
    return named?.name ?? named?.flow?.targetName ?? (named ? typeWord(named) : id);
  };
  const values = namedValues(finding.values, nameOf);
  const sentence = findingText({ ...finding, values }, elementId && nameOf(elementId));
  const isError = finding.severity === 'error';
  const words = (
    <>
      <StatusIcon tone={isError ? 'failed' : 'late'} size={16} />
      <span className={classes.words}>
        <span className={classes.severity}>{t(isError ? 'problems.error' : 'problems.warning')}: </span>
        {sentence}
      </span>
    </>
  );
  return (
    <li className={classes.row} data-severity={finding.severity}>
      {isHere || !info ? (
        <span className={classes.jump}>{words}</span>
      ) : (
        <UnstyledButton
          className={classes.jump}
          onClick={() => {
            select(info.id);
            onJump?.();
          }}
        >
          {words}
        </UnstyledButton>
      )}
      {fix && (
        <Button
          size="compact-sm"
          leftSection={<IconTool size={14} aria-hidden />}
          onClick={() => handle.applyFix(fix)}
        >
          {t(`problems.fix.${fix.kind}`, {
            name: nameOf(fix.kind === 'make-default' ? fix.flowId : fix.elementId),
          })}
        </Button>
      )}
    </li>
  );
}
