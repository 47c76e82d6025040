import { expect, it } from 'vitest';
import { nameOfFile } from '../../../web/src/routes/processes/name-of-file.ts';

it('calls an imported process as its pool, then as its process, then as the file', () => {
  const pool = '<participant id="p" name="Заявка &amp; ответ" /><process id="x" name="Inner" />';
  expect(nameOfFile('a.bpmn', pool)).toBe('Заявка & ответ');
  expect(nameOfFile('a.bpmn', '<bpmn:process id="x" isExecutable="true" name="Inner">')).toBe('Inner');
  expect(nameOfFile('My process.bpmn', '<process id="x">')).toBe('My process');
});
