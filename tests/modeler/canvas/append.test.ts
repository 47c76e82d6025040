/** Drawing the next step: into the flow that is there, on a chosen path, beside it, and by dropping onto a flow. */
import { describe, expect, it } from 'vitest';
import { useCanvasPage } from './canvas-page.ts';

const canvas = useCanvasPage();
const { inPage } = canvas;

const READ = `
  const next = (id) => modeler.getElement(id).outgoing.map((flow) => flow.targetId);
  // The height of a label is that of the font.
  const lines = (text) => text.replace(/ height="\\d+"/g, '').split('\\n').sort().join();
  const box = (id) => document.querySelector('[data-element-id="' + id + '"].djs-shape').getBoundingClientRect();
  const slantsOf = (id) => {
    const points = document.querySelector('[data-element-id="' + id + '"] .djs-visual path[d]:not(defs *)').getAttribute('d').match(/-?[0-9.]+[ ,]+-?[0-9.]+/g).map((pair) => pair.split(/[ ,]+/).map(Number));
    return points.slice(1).flatMap(([x, y], at) => Math.abs(x - points[at][0]) > 8 && Math.abs(y - points[at][1]) > 8 ? [id] : []);
  };
  const overlaps = () => {
    const shapes = [...document.querySelectorAll('.djs-shape')].filter((shape) => modeler.getElement(shape.dataset.elementId)
      && /Task|Gateway|EndEvent|StartEvent/.test(modeler.getElement(shape.dataset.elementId).type) && !/_label$/.test(shape.dataset.elementId));
    const boxes = shapes.map((shape) => [shape.dataset.elementId, shape.querySelector('.djs-visual').getBoundingClientRect()]);
    return boxes.flatMap(([a, one], at) => boxes.slice(at + 1).flatMap(([b, other]) =>
      one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom ? [a + '/' + b] : []));
  };`;

describe('a step after', () => {
  it('goes into the only flow, shifts what follows and is one step of undo', async () => {
    const seen = await inPage<Record<string, unknown>>(`
      await openModeler(xml);${READ}
      const before = { left: box('has_phone').left, xml: await modeler.exportXml() };
      const made = modeler.appendElement('pick_contact', 'task');
      const result = {
        first: next('pick_contact').join() === made.id, second: next(made.id), shifted: box('has_phone').left > before.left,
        overlaps: overlaps(), lint: modeler.lint().filter((finding) => finding.severity === 'error' && finding.elementId !== made.id).length };
      modeler.undo();
      return { ...result, undone: lines(await modeler.exportXml()) === lines(before.xml), canUndo: modeler.editState().canUndo };`);
    expect(seen).toEqual({
      ...{ first: true, second: ['has_phone'], shifted: true, overlaps: [], lint: 0 },
      ...{ undone: true, canUndo: false },
    });
  });

  it('goes on the path that is said, which keeps its result and name', async () => {
    const seen = await inPage<Record<string, unknown>>(`
      await openModeler(xml);${READ}
      const made = modeler.appendElement('call_customer', 'note', 'flow_complaint');
      const flow = modeler.getElement('flow_complaint').flow;
      return { target: flow.targetId === made.id, outcome: flow.outcome, second: next(made.id), ways: next('call_customer').length, overlaps: overlaps(),
        slanted: Object.values(modeler.getElement('call_customer').outgoing).flatMap((way) => slantsOf(way.id)) };`);
    expect(seen).toEqual({
      ...{
        target: true,
        outcome: 'complaint',
        second: ['open_complaint'],
        ways: 4,
        overlaps: [],
        slanted: [],
      },
    });
  });

  it('gets a path of its own behind several, behind a gateway, when told, and as an end', async () => {
    const seen = await inPage<number[]>(`
      await openModeler(xml);${READ}
      const ways = (id) => next(id).length;
      modeler.appendElement('call_customer', 'task');
      modeler.appendElement('satisfied', 'task');
      modeler.appendElement('mail_how', 'task', null);
      modeler.appendElement('prepare_offer', 'endEvent');
      return ['call_customer', 'satisfied', 'mail_how', 'prepare_offer'].map(ways);`);
    expect(seen).toEqual([5, 2, 2, 2]);
  });

  it('splits a flow that a step of the palette is dropped on', async () => {
    const at = await inPage<{ x: number; y: number }>(`
      await openModeler(xml);
      const line = document.querySelector('[data-element-id="flow_prepare_offer_satisfied"] .djs-hit');
      const middle = line.getPointAtLength(line.getTotalLength() / 2).matrixTransform(line.getScreenCTM());
      return { x: middle.x, y: middle.y };`);
    const page = canvas.page();
    await page.locator('.djs-palette [data-action="create.note"]').click();
    await page.mouse.move(at.x - 40, at.y, { steps: 5 });
    await page.mouse.move(at.x, at.y, { steps: 5 });
    await page.mouse.click(at.x, at.y);
    const seen = await inPage<[string, string[]]>(`${READ}
      const [made] = next('prepare_offer');
      return [modeler.getElement(made).kind, next(made)];`);
    expect(seen).toEqual(['note', ['satisfied']]);
  });
});

describe('a timer on the edge', () => {
  it('is drawn with its duration, beside the one that is there, in one step of undo', async () => {
    const seen = await inPage<Record<string, unknown>>(`
      await openModeler(xml);${READ}
      const made = modeler.attachTimer('call_customer', { duration: 'P2D', isInterrupting: false });
      const other = modeler.attachTimer('prepare_offer', { duration: 'PT4H', isInterrupting: true });
      const result = { host: made.attachedTo.id, timer: made.event.timer, ends: [made.isInterrupting, other.isInterrupting],
        apart: Math.abs(box(made.id).left - box('call_overdue').left) > 5, none: modeler.attachTimer('satisfied', { duration: 'P1D', isInterrupting: true }) };
      modeler.undo();
      modeler.undo();
      return { ...result, canUndo: modeler.editState().canUndo, gone: modeler.getElement(made.id) };`);
    expect(seen).toEqual({
      ...{ host: 'call_customer', timer: { kind: 'timeDuration', value: 'P2D' }, ends: [false, true] },
      ...{ apart: true, none: null, canUndo: false, gone: null },
    });
  });
});
