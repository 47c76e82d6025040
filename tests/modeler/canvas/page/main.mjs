import { createModeler, createViewer } from '#modeler';

const container = document.getElementById('canvas');
window.openModeler = async (xml, locale = 'en') => {
  window.selected = [];
  window.modeler = createModeler({
    container,
    locale,
    onSelect: (element) => window.selected.push(element?.id ?? null),
  });
  return window.modeler.importXml(xml);
};
window.openViewer = async (xml, locale = 'en') => {
  window.viewer = createViewer({ container, locale });
  return window.viewer.importXml(xml);
};
