/** Two people who change one rule: the second is told, instead of writing over the first. */
import { CrmRejection } from '../errors.ts';

/**
 * `expected` undefined: the caller does not ask (a program that owns the rule); 0: the rule must be new.
 * @throws CrmRejection CRM_SETTING_CHANGED
 */
export function assertSettingVersion(
  name: string,
  found: { readonly version: number } | undefined,
  expected: number | undefined,
): void {
  const version = found?.version ?? 0;
  if (expected === undefined || expected === version) return;
  throw new CrmRejection('CRM_SETTING_CHANGED', sentenceFor(name, version, expected), {
    version,
    expected,
  });
}

function sentenceFor(name: string, version: number, expected: number): string {
  if (expected === 0) return `Expected '${name}' to be new, but there is one already: choose another code.`;
  if (version === 0) return `Expected '${name}' to be there, but somebody removed it meanwhile.`;
  return `Expected version ${expected} of '${name}', but somebody changed it to ${version} meanwhile: open it again and make the change on what it says now.`;
}
