/**
 * Instances that messages began within one step: several throw at once, and in which order is nobody's promise. Where a
 * step would have to name one of them by its age, it is not taken.
 */
import type { Instance } from '../reference/state.ts';

export class Twins {
  private known = 0;
  private readonly litterOf = new Map<Instance, number>();

  /** Called between any two steps. */
  note(roots: readonly Instance[]): void {
    const begun = roots.slice(this.known).filter(({ isCalled }) => isCalled);
    if (begun.length > 1) for (const one of begun) this.litterOf.set(one, this.known);
    this.known = roots.length;
  }

  /** Whether two of those, or what they call, were begun together. */
  areAmong(instances: readonly Instance[]): boolean {
    const roots = new Set(instances.map(rootOf));
    const litters = [...roots].flatMap((root) => this.litterOf.get(root) ?? []);
    return new Set(litters).size < litters.length;
  }
}

function rootOf(instance: Instance): Instance {
  return instance.caller ? rootOf(instance.caller) : instance;
}
