/**
 * Unstructured graphs of gateways for the oracle of the inclusive join. Every flow between two gateways carries a user
 * task, so that one command moves one token, and where each token is can be seen.
 */
import fc from 'fast-check';

export type GatewayKind = 'exclusive' | 'parallel' | 'inclusive';

export interface Edge {
  readonly id: number;
  /** Index of a gateway; null: the start event. */
  readonly from: number | null;
  /** Index of a gateway; null: an end event. */
  readonly to: number | null;
}

export interface Graph {
  readonly gateways: readonly GatewayKind[];
  readonly edges: readonly Edge[];
}

export const taskOf = (edge: Edge): string => `task${edge.id}`;
export const gatewayOf = (index: number): string => `gateway${index}`;
/** Decides over the flow when its gateway chooses. */
export const switchOf = (edge: Edge): string => `b${edge.id}`;

const GATEWAYS_MAX = 6;

interface Draft {
  readonly kind: GatewayKind;
  /** Which gateway before it leads to it. */
  readonly parent: number;
  /** Further flows: to a gateway, or out when the number is beyond. */
  readonly more: readonly number[];
}

export const graphArbitrary: fc.Arbitrary<Graph> = fc
  .array(
    fc.record({
      kind: fc.oneof(
        { weight: 3, arbitrary: fc.constant('inclusive' as const) },
        { weight: 2, arbitrary: fc.constant('parallel' as const) },
        { weight: 1, arbitrary: fc.constant('exclusive' as const) },
      ),
      parent: fc.nat(),
      more: fc.array(fc.nat(GATEWAYS_MAX + 1), { maxLength: 2 }),
    }),
    { minLength: 2, maxLength: GATEWAYS_MAX },
  )
  .map(graphFrom);

/** Every gateway can be reached from the start, and leads somewhere. */
function graphFrom(drafts: readonly Draft[]): Graph {
  const ends: [number | null, number | null][] = [[null, 0]];
  drafts.forEach(({ parent }, index) => {
    if (index > 0) ends.push([parent % index, index]);
  });
  drafts.forEach(({ more }, index) => {
    for (const to of more) ends.push([index, to < drafts.length ? to : null]);
  });
  drafts.forEach((_, index) => {
    if (!ends.some(([from]) => from === index)) ends.push([index, null]);
  });
  return {
    gateways: drafts.map((draft) => draft.kind),
    edges: ends.map(([from, to], id) => ({ id, from, to })),
  };
}

export function graphXml({ gateways, edges }: Graph): string {
  const flows: string[] = [];
  const flow = (id: string, from: string, to: string, condition = ''): void => {
    const body =
      condition && `<conditionExpression xsi:type="tFormalExpression">${condition}</conditionExpression>`;
    flows.push(`<sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}">${body}</sequenceFlow>`);
  };
  const chooses = (index: number): boolean =>
    gateways[index] !== 'parallel' && waysOut(edges, index).length > 1;
  const tasks = edges.map((edge) => {
    const { id, from, to } = edge;
    const isChosen = from !== null && chooses(from) && waysOut(edges, from).at(-1) !== edge;
    flow(
      `in${id}`,
      from === null ? 'start' : gatewayOf(from),
      taskOf(edge),
      isChosen ? `= ${switchOf(edge)}` : '',
    );
    flow(`out${id}`, taskOf(edge), to === null ? `end${id}` : gatewayOf(to));
    const end = to === null ? `<endEvent id="end${id}"/>` : '';
    return `<userTask id="${taskOf(edge)}" name="${taskOf(edge)}"/>${end}`;
  });
  const drawn = gateways.map((kind, index) => {
    const fallback = chooses(index) ? ` default="in${waysOut(edges, index).at(-1)!.id}"` : '';
    return `<${kind}Gateway id="${gatewayOf(index)}"${fallback}/>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="definitions" targetNamespace="urn:throughline:property">
<process id="graph" name="graph" isExecutable="true">
<startEvent id="start"/>
${[...drawn, ...tasks, ...flows].join('\n')}
</process>
</definitions>`;
}

export const waysOut = (edges: readonly Edge[], gateway: number): readonly Edge[] =>
  edges.filter((edge) => edge.from === gateway);
export const waysIn = (edges: readonly Edge[], gateway: number): readonly Edge[] =>
  edges.filter((edge) => edge.to === gateway);
