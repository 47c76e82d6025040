import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

export interface NamedDraft {
  readonly name: string;
  readonly nameRu: string | null;
  readonly code: string | null;
}

interface NamedFieldsProps {
  readonly kind: 'department' | 'position';
  readonly draft: NamedDraft;
  readonly problemOf: (path: string) => string | undefined;
  readonly onChange: (part: Partial<NamedDraft>) => void;
}

/** What a department or position is called, and the code by which processes find it. */
export function NamedFields({ kind, draft, problemOf, onChange }: NamedFieldsProps) {
  const { t } = useTranslation('structure');
  const isDepartment = kind === 'department';
  return (
    <>
      <TextInput
        data-autofocus
        withAsterisk
        maxLength={200}
        label={t(isDepartment ? 'name' : 'title')}
        value={draft.name}
        error={problemOf(isDepartment ? 'name' : 'title')}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <TextInput
        maxLength={200}
        label={t('nameRu')}
        description={t('nameRuHint')}
        value={draft.nameRu ?? ''}
        onChange={(event) => onChange({ nameRu: event.currentTarget.value || null })}
      />
      <TextInput
        maxLength={60}
        label={t('code')}
        description={t('codeHint')}
        value={draft.code ?? ''}
        error={problemOf('code')}
        onChange={(event) => onChange({ code: event.currentTarget.value || null })}
      />
    </>
  );
}
