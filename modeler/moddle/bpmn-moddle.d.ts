/** The part of bpmn-moddle that the door uses; the package ships no types for its main export. */
declare module 'bpmn-moddle' {
  export class BpmnModdle {
    constructor(packages?: Record<string, unknown>);
    fromXML(
      xml: string,
      typeName?: string,
    ): Promise<{ rootElement: unknown; warnings: { message: string; error?: Error; element?: unknown }[] }>;
    toXML(element: unknown, options?: { format?: boolean; preamble?: boolean }): Promise<{ xml: string }>;
    create(type: string, attributes?: Record<string, unknown>): unknown;
    readonly registry: {
      readonly typeMap: Readonly<
        Record<string, { readonly properties: readonly { readonly name: string; isAttr?: boolean }[] }>
      >;
    };
  }
}
