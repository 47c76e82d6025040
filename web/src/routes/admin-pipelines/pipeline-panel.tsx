import { Alert, Button, MultiSelect, Stack, Switch } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type LocalizedText, type PipelineView } from '#contract';
import { useRoute, type ApiError } from '../../client/index.ts';
import { NameFields } from '../../features/settings/name-fields.tsx';
import { useSaveSetting } from '../../features/settings/use-save-setting.ts';
import { useLocalized } from '../../i18n/use-locale.ts';
import { SidePanel } from '../../ui/side-panel.tsx';
import type { StageDraft } from './stage-draft.ts';
import { StageFields } from './stage-fields.tsx';

interface PipelinePanelProps {
  readonly entity: 'deal' | 'lead';
  readonly pipeline: PipelineView | null;
  readonly onClose: () => void;
}

interface StageInUse {
  readonly label: LocalizedText;
  readonly count: number;
}

const NEW_STAGES = [
  { code: '', tone: 'info', baseStatus: 'open', defaultProbability: 20 },
  { code: '', tone: 'done', baseStatus: 'won', defaultProbability: 100 },
  { code: '', tone: 'failed', baseStatus: 'lost', defaultProbability: 0 },
] as const;

/** Name, teams and stages in their order. What stands in a stage that is taken out is told; the stage stays then. */
export function PipelinePanel({ entity, pipeline, onClose }: PipelinePanelProps) {
  const { t } = useTranslation('settings');
  const localized = useLocalized();
  const [code, setCode] = useState(pipeline?.code ?? '');
  const [inUse, setInUse] = useState<readonly StageInUse[]>([]);
  const [draft, setDraft] = useState({
    label: pipeline?.label ?? { en: '', ru: '' },
    teamIds: pipeline?.teamIds ?? [],
    isDefault: pipeline?.isDefault ?? false,
    stages: pipeline?.stages ?? NEW_STAGES.map(newStage),
  });
  const teams = useRoute(routes.rights.teams).data?.items ?? [];
  const explain = (error: ApiError): boolean => {
    if (error.code !== 'CRM_STAGE_IN_USE') return false;
    setInUse((error.details as { readonly stages: readonly StageInUse[] }).stages);
    return true;
  };
  const { save, problemOf } = useSaveSetting(routes.sales.savePipeline, {
    invalidate: [routes.sales.pipelines, routes.records.entities],
    onSaved: onClose,
    explain,
  });
  const setStages = (stages: readonly StageDraft[]): void => setDraft({ ...draft, stages: [...stages] });
  const problem = problemOf('stages');
  return (
    <SidePanel
      title={pipeline ? localized(pipeline.label) : t('pipelines.new')}
      width={620}
      onClose={onClose}
      footer={
        <>
          <Button onClick={() => setStages([...draft.stages, newStage(NEW_STAGES[0])])}>
            {t('pipelines.addStage')}
          </Button>
          <Button
            variant="filled"
            loading={save.pending}
            disabled={code === ''}
            onClick={() => {
              setInUse([]);
              save.run({ params: { entity, code }, body: { ...draft, version: pipeline?.version ?? 0 } });
            }}
          >
            {t('save')}
          </Button>
        </>
      }
    >
      <Stack gap="sm">
        {inUse.length > 0 && (
          <Alert color="red" role="alert" title={t('pipelines.inUse')}>
            {inUse
              .map((stage) => t('pipelines.stands', { stage: localized(stage.label), count: stage.count }))
              .join(', ')}
          </Alert>
        )}
        {problem && (
          <Alert color="red" role="alert">
            {problem}
          </Alert>
        )}
        <NameFields
          code={code}
          onCode={pipeline ? null : setCode}
          label={draft.label}
          onLabel={(label) => setDraft({ ...draft, label })}
          problemOf={problemOf}
        />
        <MultiSelect
          label={t('pipelines.teams')}
          placeholder={draft.teamIds.length === 0 ? t('pipelines.allTeams') : undefined}
          data={teams.map((team) => ({ value: team.id, label: team.name }))}
          value={draft.teamIds}
          onChange={(teamIds) => setDraft({ ...draft, teamIds })}
        />
        <Switch
          label={t('pipelines.isDefault')}
          checked={draft.isDefault}
          onChange={(event) => setDraft({ ...draft, isDefault: event.currentTarget.checked })}
        />
        {draft.stages.map((stage, at) => (
          <StageFields
            key={at}
            entity={entity}
            stage={stage}
            isNew={!pipeline?.stages.some((one) => one.code === stage.code)}
            onChange={(part) =>
              setStages(draft.stages.map((one, index) => (index === at ? { ...one, ...part } : one)))
            }
            onUp={at === 0 ? null : () => setStages(movedUp(draft.stages, at))}
            onDown={at === draft.stages.length - 1 ? null : () => setStages(movedUp(draft.stages, at + 1))}
            onDrop={() => setStages(draft.stages.filter((_, index) => index !== at))}
          />
        ))}
      </Stack>
    </SidePanel>
  );
}

function newStage(kind: (typeof NEW_STAGES)[number]): StageDraft {
  return {
    ...kind,
    label: { en: '', ru: '' },
    color: null,
    rotDays: null,
    entryRule: { all: [] },
    processKey: null,
  };
}

function movedUp(stages: readonly StageDraft[], at: number): StageDraft[] {
  const moved = [...stages];
  const [stage] = moved.splice(at, 1);
  if (stage) moved.splice(at - 1, 0, stage);
  return moved;
}
