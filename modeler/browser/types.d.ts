/** The untyped edges: modules of bpmn-js and its add-ons, given the few shapes that we rely on (canvas/services.ts). */
declare module 'bpmn-js/lib/Modeler' {
  export default class Modeler {
    constructor(options: object);
    importXML(xml: string): Promise<{ warnings: readonly { message: string }[] }>;
    saveXML(options: { format: boolean }): Promise<{ xml?: string }>;
    saveSVG(): Promise<{ svg: string }>;
    getDefinitions(): unknown;
    get(service: string): unknown;
    destroy(): void;
  }
}
declare module 'bpmn-js/lib/NavigatedViewer' {
  import Modeler from 'bpmn-js/lib/Modeler';
  export default class NavigatedViewer extends Modeler {}
}
declare module 'bpmn-js/lib/features/replace/ReplaceOptions' {
  interface ReplaceOption {
    readonly actionName: string;
    readonly target?: {
      readonly type: string;
      readonly eventDefinitionType?: string;
      readonly triggeredByEvent?: boolean;
    };
  }
  export const START_EVENT: readonly ReplaceOption[];
  export const TYPED_EVENT: Readonly<Record<string, readonly ReplaceOption[]>>;
}
declare module 'diagram-js/lib/draw/BaseRenderer' {
  export default class BaseRenderer {
    constructor(eventBus: unknown, priority: number);
  }
}
declare module 'diagram-js-minimap' {
  const module: object;
  export default module;
}
declare module 'diagram-js-grid' {
  const module: object;
  export default module;
}
declare module 'bpmn-auto-layout' {
  export function layoutProcess(xml: string): Promise<string>;
}
declare module '*.css';
