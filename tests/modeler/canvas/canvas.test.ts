/** The designer and the viewer in a real browser. */
import { describe, expect, it } from 'vitest';
import { followUpCall, useCanvasPage } from './canvas-page.ts';

const foreign = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="http://example.org">
  <bpmn:process id="foreign" isExecutable="true">
    <bpmn:startEvent id="start" />
    <bpmn:userTask id="approve" name="Approve" camunda:assignee="demo"><bpmn:extensionElements><camunda:formData /></bpmn:extensionElements></bpmn:userTask>
    <bpmn:sequenceFlow id="flow" sourceRef="start" targetRef="approve" />
  </bpmn:process>
</bpmn:definitions>`;

const canvas = useCanvasPage();
const { inPage } = canvas;

describe('the designer', () => {
  it('applies a patch as one step of undo', async () => {
    const seen = await inPage<unknown[]>(`
      await openModeler(xml);
      modeler.updateProperties('call_customer', { name: 'Ring', call: { offset: 'P3D' }, translations: { ru: 'Звонок' } });
      const changed = modeler.getElement('call_customer');
      modeler.undo();
      const undone = modeler.getElement('call_customer');
      return [changed.name, changed.call.offset, changed.call.duration, undone.name, undone.call.offset, modeler.editState().canUndo];`);
    expect(seen).toEqual(['Ring', 'P3D', 'PT10M', 'Call: how are things?', 'P7D', false]);
  });

  it('keeps instruction and description by language, each as one step of undo', async () => {
    const seen = await inPage<unknown[]>(`
      await openModeler(xml);
      const root = () => modeler.rootElement();
      const task = () => modeler.getElement('call_customer').task;
      modeler.updateProperties('call_customer', { task: { instruction: 'Ask', instructions: { ru: 'Спросите', en: '' } } });
      modeler.updateProperties('call_customer', { task: { priority: 3 } });
      modeler.updateProperties(root().id, { process: { descriptions: { ru: 'Зачем' } } });
      modeler.updateProperties(root().id, { process: { businessKey: '= 1' } });
      const result = [task().instructions, root().process.descriptions, (await modeler.exportXml()).includes('<tl:translation lang="ru" text="Спросите"')];
      for (let step = 0; step < 4; step += 1) modeler.undo();
      return [...result, task()?.instructions?.ru === 'Спросите', modeler.editState().canUndo];`);
    expect(seen).toEqual([{ ru: 'Спросите' }, { ru: 'Зачем' }, true, false, false]);
  });

  it('lets a step run for each item or again, as one step of undo', async () => {
    const seen = await inPage<{
      each: unknown;
      text: string;
      loop: unknown;
      once: unknown;
      undone: unknown;
    }>(`
      await openModeler(xml);
      const set = (repetition) => {
        modeler.updateProperties('call_customer', { repetition });
        return modeler.getElement('call_customer').repetition;
      };
      set({ kind: 'sequential' });
      const each = set({ collection: '= contacts', item: 'contact', condition: '= nrOfCompletedInstances = 2', results: 'answers', result: '= result' });
      const text = await modeler.exportXml();
      const loop = set({ kind: 'loop', condition: '= result = "busy"', maximum: 3, testBefore: true });
      const once = set(null);
      modeler.undo();
      return { each, text, loop, once, undone: modeler.getElement('call_customer').repetition };`);
    const nothing = { collection: null, cardinality: null, item: null, results: null, result: null };
    expect(seen.each).toEqual({
      ...nothing,
      kind: 'sequential',
      collection: '= contacts',
      item: 'contact',
      condition: '= nrOfCompletedInstances = 2',
      results: 'answers',
      result: '= result',
      maximum: null,
      testBefore: false,
    });
    expect(seen.text).toContain('<tl:multiInstance collection="= contacts" item="contact"');
    expect(seen.text).toContain('isSequential="true"');
    const loop = { ...nothing, kind: 'loop', condition: '= result = "busy"', maximum: 3, testBefore: true };
    expect([seen.loop, seen.once, seen.undone]).toEqual([loop, null, loop]);
  });

  it('shows the names as they are drawn and keeps the translations of a process and its pool together', async () => {
    const seen = await inPage<unknown[]>(
      `await openModeler(xml, 'ru');
       const root = () => modeler.rootElement();
       const pool = xml.match(/<bpmn:participant id="([^"]+)"/)[1];
       const named = modeler.outline()[0].children[1].name;
       modeler.updateProperties(root().id, { process: { translations: { ru: 'Иначе' } } });
       const result = [named, root().process.translations, modeler.getElement(pool).translations, modeler.outline()[0].name === root().process.name];
       modeler.undo();
       return [...result, modeler.editState().canUndo, root().process.translations.ru !== 'Иначе'];`,
    );
    expect(seen).toEqual(['Pick contact and phone', { ru: 'Иначе' }, { ru: 'Иначе' }, true, false, true]);
  });

  it('shows the whole diagram when it opens', async () => {
    const outside = await inPage<string[]>(`
      await openModeler(xml);
      const left = document.querySelector('.djs-palette').getBoundingClientRect().right;
      return [...document.querySelectorAll('.djs-shape')].filter((shape) => {
        const box = shape.querySelector('.djs-visual').getBoundingClientRect();
        return box.left < left || box.right > innerWidth || box.top < 0 || box.bottom > innerHeight;
      }).map((shape) => shape.dataset.elementId);`);
    expect(outside).toEqual([]);
  });

  it('appends a planned call with its results and mends a missing default path', async () => {
    const seen = await inPage<{ kind: string; results: string[]; before: string[]; after: string[] }>(`
      await openModeler(xml);
      const call = modeler.appendElement('prepare_offer', 'call');
      const split = modeler.appendElement(call.id, 'exclusiveGateway');
      for (const kind of ['endEvent', 'task']) modeler.appendElement(split.id, kind);
      const [first] = modeler.getElement(split.id).outgoing;
      modeler.updateProperties(first.id, { condition: '= amount > 100' });
      const rules = () => modeler.lint().map((finding) => finding.rule);
      const before = rules();
      modeler.applyFix(modeler.lint().find((finding) => finding.rule === 'missing-default-flow').fix);
      return { kind: call.kind, results: call.outcomes.values.map((value) => value.code), before, after: rules() };`);
    expect(seen.kind).toBe('call');
    expect(seen.results).toEqual(['done', 'no_answer', 'later']);
    expect(seen.before).toContain('missing-default-flow');
    expect(seen.after).not.toContain('missing-default-flow');
  });

  it('lays out a file without a drawing and keeps what other tools put in', async () => {
    const seen = await inPage<{ report: { wasLaidOut: boolean }; xml: string; tree: string[] }>(
      `const report = await openModeler(xml);
       return { report, xml: await modeler.exportXml(), tree: modeler.outline()[0].children.map((item) => item.id) };`,
      foreign,
    );
    expect(seen.report).toEqual({ warnings: [], wasLaidOut: true });
    expect(seen.tree).toEqual(['start', 'approve']);
    expect(seen.xml).toContain('camunda:assignee="demo"');
    expect(seen.xml).toContain('<camunda:formData');
    expect(seen.xml).toContain('BPMNEdge');
  });

  it('selects in reading order with Tab and marks problems', async () => {
    await inPage(`await openModeler(xml); modeler.focus(); modeler.setProblems([
      { severity: 'error', rule: 'missing-timer', elementId: 'call_overdue', message: 'Says not when.', values: { name: 'x' } }]);`);
    await canvas.page().keyboard.press('Tab');
    await canvas.page().keyboard.press('Tab');
    expect(await canvas.page().evaluate('selected')).toEqual(['request_closed', 'pick_contact']);
    await canvas.page().getByRole('button', { name: 'Says not when.' }).click();
    expect(await canvas.page().evaluate('selected.at(-1)')).toBe('call_overdue');
  });

  it('offers every gateway when one is replaced, and marks at once what does not run', async () => {
    await inPage(
      `await openModeler(xml, 'ru');
       modeler.select('satisfied');
       modeler.setProblems(modeler.lint());`,
      followUpCall.replace(
        /<bpmn:userTask\b([^>]*id="call_customer"[^]*?)<\/bpmn:userTask>/,
        '<bpmn:scriptTask scriptFormat="groovy"$1<bpmn:script>1</bpmn:script></bpmn:scriptTask>',
      ),
    );
    await canvas
      .page()
      .getByRole('button', { name: /не исполняется/ })
      .first()
      .waitFor();
    await canvas.page().locator('.djs-context-pad [data-action="replace"]').click();
    const offered = await canvas
      .page()
      .locator('.djs-popup [data-id]')
      .evaluateAll((entries) => entries.map((entry) => entry.getAttribute('data-id')));
    for (const kind of ['parallel', 'inclusive', 'complex', 'event-based'])
      expect(offered).toContain(`replace-with-${kind}-gateway`);
  });

  it('speaks Russian', async () => {
    await inPage(`await openModeler(xml, 'ru');`);
    await canvas.page().locator('[title="Звонок"], [aria-label="Звонок"]').first().waitFor();
    await canvas.page().getByRole('button', { name: 'Вся схема' }).waitFor();
  });
});

describe('the viewer', () => {
  it('draws one throughline over the flows that were taken', async () => {
    const seen = await inPage<{ lines: number; glow: number; future: boolean; label: string }>(`
      await openViewer(xml, 'ru');
      const map = { elements: [{ elementId: 'request_closed', state: 'done' }, { elementId: 'pick_contact', state: 'running', label: 'Anna, 2 h' }],
        flows: [{ flowId: 'flow_request_closed_pick_contact', times: 1 }, { flowId: 'flow_has_phone', times: 0 }] };
      viewer.setLiveMap(map);
      viewer.setLiveMap(map);
      return {
        lines: document.querySelectorAll('.tl-throughline-path').length,
        glow: document.querySelectorAll('.tl-glow').length,
        future: document.querySelector('[data-element-id="call_customer"]').classList.contains('tl-state-future'),
        label: document.querySelector('.tl-live-label').textContent,
      };`);
    expect(seen).toEqual({ lines: 1, glow: 1, future: true, label: 'Anna, 2 h' });
    await canvas.page().getByRole('img', { name: 'выполнено' }).waitFor();
  });

  it('shows the names of the reader’s language and exports colours, not variables', async () => {
    const seen = await inPage<[string, string]>(`
      document.documentElement.style.setProperty('--tl-surface', '#fefefe');
      await openViewer(xml, 'ru');
      return [viewer.getElement('call_customer').name, await viewer.exportSvg()];`);
    expect(seen[0]).toBe('Звонок: как дела?');
    expect(seen[1]).toContain('#fefefe');
    expect(seen[1]).not.toContain('var(--tl-surface)');
  });
});
