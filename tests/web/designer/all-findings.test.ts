import { expect, it } from 'vitest';
import type { Finding } from '#lint';
import { allFindings } from '../../../web/src/features/designer/problems/all-findings.ts';

const finding = (rule: string, severity: Finding['severity']): Finding & { elementId: string } => ({
  ...{ rule, severity, elementId: 'x', message: rule },
});

it('adds what only the server knows, errors first, and nothing twice', () => {
  const live = [finding('missing-message', 'warning')];
  const server = [
    ...[finding('missing-message', 'warning'), finding('message-not-chosen', 'warning')],
    ...[finding('reader-warning', 'error'), finding('not-executable', 'error')],
  ];
  expect(allFindings(live, server).map((one) => one.rule)).toEqual(['reader-warning', 'missing-message']);
});
