/** The part of saxen that the reader uses; the package ships no types. */
declare module 'saxen' {
  export interface OpenTag {
    /** With the prefix that the namespace map gives. */
    readonly name: string;
    /** False when they cannot be read. To be asked for before name and ns: namespaces are declared among them. */
    readonly attrs: Readonly<Record<string, string>> | false;
    /** Prefixes and URIs in force: `xmlns`, `<prefix>`, `<prefix>$uri`. */
    readonly ns: Readonly<Record<string, string>>;
  }
  type Decode = (text: string) => string;
  export class Parser {
    constructor(options: { readonly proxy: true });
    ns(prefixes: Readonly<Record<string, string>>): this;
    on(event: 'openTag', run: (tag: OpenTag, decode: Decode) => void): this;
    on(event: 'closeTag', run: () => void): this;
    on(event: 'text', run: (text: string, decode: Decode) => void): this;
    on(event: 'cdata', run: (text: string) => void): this;
    on(event: 'question', run: (text: string) => void): this;
    on(event: 'error' | 'warn', run: (error: Error) => void): this;
    parse(xml: string): void;
  }
}
