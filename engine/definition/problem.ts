/** A located finding about a diagram; the same shape in designer, import and deployment. */
export interface Problem {
  readonly severity: 'error' | 'warning';
  /** Rule id (`missing-default-flow`) or executability code (`not-executable`). */
  readonly rule: string;
  readonly elementId: string | null;
  /** One plain English sentence; the web translates by `rule` and `values` where it can. */
  readonly message: string;
  readonly values?: Readonly<Record<string, string>>;
}
