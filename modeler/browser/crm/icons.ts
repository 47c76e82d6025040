/** Our icons on a 24 px grid, drawn as strokes, so that they take the colour of their place. */
export type IconName =
  | 'call'
  | 'meeting'
  | 'email'
  | 'createRecord'
  | 'updateRecord'
  | 'createTask'
  | 'note'
  | 'http'
  | 'contact'
  | 'user'
  | 'service'
  | 'more'
  | 'zoomIn'
  | 'zoomOut'
  | 'fit'
  | 'map'
  | 'done'
  | 'running'
  | 'waiting'
  | 'failed'
  | 'cancelled'
  | 'error'
  | 'warning';

export const ICON_PATHS: Readonly<Record<IconName, string>> = {
  call: 'M6 3.5h3l1.6 4.2-2.2 1.5a11 11 0 0 0 6.4 6.4l1.5-2.2 4.2 1.6v3a2.5 2.5 0 0 1-2.7 2.5A15.5 15.5 0 0 1 3.5 6.2 2.5 2.5 0 0 1 6 3.5z',
  meeting:
    'M5 5.5h14a1.5 1.5 0 0 1 1.5 1.5v12a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 19V7A1.5 1.5 0 0 1 5 5.5zM3.5 10.5h17M8 3v4M16 3v4',
  email:
    'M4.5 5.5h15A1.5 1.5 0 0 1 21 7v10a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 17V7a1.5 1.5 0 0 1 1.5-1.5zM3.3 7l8.7 6.5L20.7 7',
  createRecord:
    'M13.5 3.5H7A1.5 1.5 0 0 0 5.5 5v14A1.5 1.5 0 0 0 7 20.5h10a1.5 1.5 0 0 0 1.5-1.5V8.5zM13.5 3.5v5h5M12 11.5v6M9 14.5h6',
  updateRecord:
    'M12.5 3.5H7A1.5 1.5 0 0 0 5.5 5v14A1.5 1.5 0 0 0 7 20.5h3.5M12.5 3.5v5h5V10M14 20.5l.6-2.8 5-5 2.2 2.2-5 5z',
  createTask:
    'M5 4.5h14a.5.5 0 0 1 .5.5v14a.5.5 0 0 1-.5.5H5a.5.5 0 0 1-.5-.5V5a.5.5 0 0 1 .5-.5zM8.5 12l2.5 2.5 4.5-5',
  note: 'M5 4.5h14a.5.5 0 0 1 .5.5v9.5l-5 5H5a.5.5 0 0 1-.5-.5V5a.5.5 0 0 1 .5-.5zM14.5 19.5v-5h5M8.5 9h7M8.5 12.5h4',
  http: 'M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17zM3.5 12h17M12 3.5c2.6 2.4 3.8 5.2 3.8 8.5s-1.2 6.1-3.8 8.5c-2.6-2.4-3.8-5.2-3.8-8.5s1.2-6.1 3.8-8.5z',
  contact:
    'M5 4h12.5A1.5 1.5 0 0 1 19 5.5v13a1.5 1.5 0 0 1-1.5 1.5H5zM11.7 8a2.2 2.2 0 1 1 0 4.4 2.2 2.2 0 0 1 0-4.4zM8 16.5c.6-1.5 2-2.300 3.7-2.300s3.1.8 3.7 2.300M3.5 8.5H6M3.5 15.5H6',
  user: 'M12 4a3.8 3.8 0 1 1 0 7.6A3.8 3.8 0 0 1 12 4zM4.5 20c.5-3.7 3.5-5.8 7.5-5.8s7 2.1 7.5 5.8',
  service:
    'M12 8.8a3.2 3.2 0 1 1 0 6.4 3.2 3.2 0 0 1 0-6.4zM12 3.5v2.7M12 17.8v2.7M3.5 12h2.7M17.8 12h2.7M6 6l1.900 1.900M16.1 16.1L18 18M18 6l-1.900 1.900M7.900 16.1L6 18',
  more: 'M6 12h.01M12 12h.01M18 12h.01',
  zoomIn: 'M12 5.5v13M5.5 12h13',
  zoomOut: 'M5.5 12h13',
  fit: 'M4.5 9V4.5H9M15 4.5h4.5V9M19.5 15v4.5H15M9 19.5H4.5V15',
  map: 'M4 6.5l5-2 6 2 5-2v13l-5 2-6-2-5 2zM9 4.5v13M15 6.5v13',
  done: 'M6 12.5l4 4 8-9',
  running: 'M9 6.5l9 5.5-9 5.5z',
  waiting: 'M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16zM12 8v4.2l2.8 1.8',
  failed: 'M7 7l10 10M17 7L7 17',
  cancelled: 'M6 12h12',
  error: 'M12 6.5v6.5M12 17h.01',
  warning: 'M12 7v5.5M12 16.5h.01',
};

const SVG = 'http://www.w3.org/2000/svg';

/** A standalone icon for buttons and badges; decorative, the control around it carries the words. */
export function iconMarkup(name: IconName, sizePx = 18): string {
  return `<svg viewBox="0 0 24 24" width="${sizePx}" height="${sizePx}" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="${ICON_PATHS[name]}"/></svg>`;
}

/** The icon in the upper left corner of a task. */
export function appendTaskIcon(parent: SVGElement, name: IconName, isOurs: boolean): void {
  const group = document.createElementNS(SVG, 'g');
  group.setAttribute('class', isOurs ? 'tl-task-icon tl-task-icon-crm' : 'tl-task-icon');
  group.setAttribute('transform', 'translate(7 7)');
  const plate = document.createElementNS(SVG, 'rect');
  for (const [key, value] of Object.entries({ width: '20', height: '20', rx: '5' }))
    plate.setAttribute(key, value);
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', ICON_PATHS[name]);
  path.setAttribute('transform', 'translate(3 3) scale(0.583)');
  group.append(plate, path);
  parent.append(group);
}
