import { Text } from '@mantine/core';
import { IconMinus, IconPencil, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { api, routeKey } from '../../../client/index.ts';
import { RowsSkeleton } from '../../../ui/skeletons.tsx';
import { useDesignerScope } from '../designer-context.ts';
import { useTypeWord } from '../properties/use-type-word.ts';
import { diagramChanges, type DiagramChange } from './diagram-changes.ts';
import classes from './publish.module.css';

const ICONS = { added: IconPlus, removed: IconMinus, changed: IconPencil } as const;

interface ChangesListProps {
  /** Definition of the version that the draft began from. */
  readonly definitionId: string;
  readonly revision: number;
}

/** What publishing changes, in words. */
export function ChangesList({ definitionId, revision }: ChangesListProps) {
  const { t } = useTranslation('designer');
  const { handle } = useDesignerScope();
  const typeWord = useTypeWord();
  const changes = useQuery({
    queryKey: [
      ...routeKey(routes.processes.definition, { params: { id: definitionId } }),
      'changes',
      revision,
    ],
    queryFn: async () => {
      const before = await api.call(routes.processes.definition, { params: { id: definitionId } });
      return diagramChanges(before.xml, await handle.exportXml());
    },
    staleTime: 0,
  });
  const wordsOf = (change: DiagramChange): string => {
    const name = change.name ?? typeWord(change);
    if (change.kind !== 'changed') return t(`changes.${change.kind}`, { name });
    return t('changes.changed', {
      name,
      what: change.facets.map((facet) => t(`changes.facets.${facet}`)).join(', '),
    });
  };
  if (changes.isLoading) return <RowsSkeleton rows={3} />;
  // Without the comparison one can publish all the same.
  if (!changes.data) return <Text c="dimmed">{t('changes.unknown')}</Text>;
  if (changes.data.length === 0) return <Text c="dimmed">{t('changes.none')}</Text>;
  return (
    <ul className={classes.changes}>
      {changes.data.map((change) => {
        const Picture = ICONS[change.kind];
        return (
          <li key={`${change.kind}-${change.elementId}`} data-kind={change.kind}>
            <Picture size={14} aria-hidden />
            <span>{wordsOf(change)}</span>
          </li>
        );
      })}
    </ul>
  );
}
