import type { PipelineView } from '#contract';

/** A stage as it is being changed. */
export type StageDraft = PipelineView['stages'][number];
