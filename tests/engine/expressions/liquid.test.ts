import { expect, it } from 'vitest';
import { compileTemplate } from '#engine/testing';

it.each(['render', 'include', 'layout'])('reads no file by %s', (tag) => {
  const template = compileTemplate(`{% ${tag} "package.json" %}`);
  if ('problem' in template) throw new Error(template.problem);
  expect(() => template.render({})).toThrow(/cannot be rendered/);
});
