/** Second door: a test engine with a clock you hold, in memory or on PostgreSQL. */
export { auditDatabase, type DatabaseAudit } from './testing/audit.ts';
/** One line per history event: what a failure prints. */
export { storyOf } from './testing/story.ts';
export { createTestEngine } from './testing/test-engine.ts';
export type {
  Deployment,
  DeployOptions,
  Snapshot,
  Stub,
  TestEngine,
  TestEngineOptions,
} from './testing/types.ts';
/** How the PostgreSQL store gathers the statements of many callers; here because it is tested without a database. */
export { GroupCommit } from './store/postgres/group-commit.ts';
/** For measuring a cold compile. */
export { compileDiagram } from './definition/compile.ts';
/** A machine that is too busy cannot be brought about by an expression. */
export { bounded } from './expressions/bounded.ts';
/** Templates are tried without a mail. */
export { compileTemplate } from './expressions/liquid.ts';
