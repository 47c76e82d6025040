/** The record type that a published process is about; null when it is about none. */
export async function subjectOf(xml: string): Promise<string | null> {
  // Reading BPMN is needed here only, when somebody starts a process by hand.
  const { elementsOf, isA, readDiagram, readProcess } = await import('#moddle');
  const { definitions } = await readDiagram(xml);
  for (const root of elementsOf(definitions, 'rootElements')) {
    const subject = isA(root, 'bpmn:Process') ? readProcess(root)?.subject : null;
    if (subject) return subject.entity;
  }
  return null;
}
