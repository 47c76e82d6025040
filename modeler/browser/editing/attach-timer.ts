/** Puts a timer on the edge of an activity, as one step of undo: what happens when it is not done in time. */
import { isA } from '#moddle';
import type {
  BpmnFactory,
  BusinessObject,
  DiagramElement,
  ElementFactory,
  Modeling,
} from '../canvas/services.ts';

export const ATTACH_TIMER_COMMAND = 'tl.attach-timer';

export interface TimerOnEdge {
  /** ISO 8601, or FEEL behind `=`. */
  readonly duration: string;
  /** Whether it ends the activity, or goes its way beside it. */
  readonly isInterrupting: boolean;
}

interface Context {
  readonly host: DiagramElement;
  readonly timer: TimerOnEdge;
  /** Set by the command: the event that was drawn. */
  event?: DiagramElement;
}

/** Between two events on one edge. */
const STEP_PX = 44;
const INSET_PX = 26;

export class AttachTimerHandler {
  static $inject = ['modeling', 'elementFactory', 'bpmnFactory'];
  private readonly modeling: Modeling;
  private readonly elementFactory: ElementFactory;
  private readonly bpmnFactory: BpmnFactory;

  constructor(modeling: Modeling, elementFactory: ElementFactory, bpmnFactory: BpmnFactory) {
    this.modeling = modeling;
    this.elementFactory = elementFactory;
    this.bpmnFactory = bpmnFactory;
  }

  preExecute(context: Context): void {
    const { host, timer } = context;
    const event = this.elementFactory.createShape({
      type: 'bpmn:BoundaryEvent',
      eventDefinitionType: 'bpmn:TimerEventDefinition',
      cancelActivity: timer.isInterrupting,
    });
    const [definition] = event.businessObject.get('eventDefinitions') as readonly BusinessObject[];
    if (definition) {
      const duration = this.bpmnFactory.create('bpmn:FormalExpression', { body: timer.duration });
      duration.$parent = definition;
      definition.set('timeDuration', duration);
    }
    const place = { x: freeSpotOf(host), y: host.y + host.height };
    context.event = this.modeling.createShape(event, place, host, { attach: true });
  }
}

export function canHoldTimer(element: DiagramElement): boolean {
  return isA(element.businessObject, 'bpmn:Activity');
}

/** From the right end of the lower edge leftwards, past the events that are there. */
function freeSpotOf(host: DiagramElement): number {
  const taken = (host.attachers ?? []).map((event) => event.x + event.width / 2);
  const most = Math.max(1, Math.floor((host.width - INSET_PX) / STEP_PX));
  for (let spot = 0; spot < most; spot++) {
    const x = host.x + host.width - INSET_PX - spot * STEP_PX;
    if (taken.every((other) => Math.abs(other - x) >= STEP_PX / 2)) return x;
  }
  return host.x + host.width - INSET_PX;
}
