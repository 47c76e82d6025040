/** What to call a process that came as a file: as its pool or process is called, else as the file is. */
const NAME_MAX = 200;

export function nameOfFile(fileName: string, xml: string): string {
  const name = nameIn(xml, 'participant') ?? nameIn(xml, 'process') ?? fileName.replace(/\.(bpmn|xml)$/i, '');
  return name.slice(0, NAME_MAX).trim() || fileName;
}

function nameIn(xml: string, element: string): string | null {
  const tag = new RegExp(`<(?:\\w+:)?${element}\\b[^>]*?\\sname="([^"]+)"`).exec(xml)?.[1];
  return tag ? decode(tag).replace(/\s+/g, ' ').trim() || null : null;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decode(text: string): string {
  return text.replace(/&(#x?[\da-f]+|\w+);/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return ENTITIES[name] ?? whole;
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ' ';
  });
}
