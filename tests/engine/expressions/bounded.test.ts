/** The time that an expression may take is told from the time for which the machine has left it standing. */
import { expect, it } from 'vitest';
import { bounded } from '#engine/testing';

const stand = (ms: number): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

it('is given its time again when the machine had none for it', () => {
  let tries = 0;
  const value = bounded('It', 50, () => {
    tries += 1;
    if (tries < 3) stand(500);
    return 'done';
  });
  expect([value, tries]).toEqual(['done', 3]);
});

it('is stopped when it works all the time', () => {
  const work = (): never => {
    for (;;);
  };
  expect(() => bounded('It', 50, work)).toThrow(
    expect.objectContaining({ code: 'ENG_EXPRESSION_TOO_LONG' }) as Error,
  );
});

it('is stopped when the machine has no time for it again and again', () => {
  expect(() => bounded('It', 20, () => stand(500))).toThrow('It takes more than 20 ms');
});
