import { expect, it } from 'vitest';
import { fitWidths } from '../../web/src/ui/data-table/fit-widths.ts';

const COLUMNS = [{}, { width: 240, minWidth: 140 }, { width: 196 }];

it.each([
  ['as they are where there is room for them', 900, [280, 240, 196]],
  ['as they are before the room is known', null, [280, 240, 196]],
  ['in proportion to what each can give', 610, [224, 190, 196]],
  ['down to what each can be read in, and no further', 300, [168, 140, 196]],
])('columns are %s', (_, room, widths) => {
  expect(fitWidths(COLUMNS, room)).toEqual(widths);
});
