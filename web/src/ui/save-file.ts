/** Hands a text to the browser as a file to be saved. */
export function saveFile(file: {
  readonly name: string;
  readonly type: string;
  readonly content: string;
}): void {
  const url = URL.createObjectURL(new Blob([file.content], { type: file.type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = file.name;
  link.click();
  // The download has begun by then; its bytes are not needed any more.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

export const BPMN_TYPE = 'application/bpmn+xml';
export const SVG_TYPE = 'image/svg+xml';
