import { useLocalStorage } from '@mantine/hooks';
import { useMe } from '../../app/me-context.ts';
import type { Command } from './command.ts';

const KEPT = 30;

interface LastUsed {
  /** What was used last comes first; the rest keeps its order. */
  sorted(commands: readonly Command[]): Command[];
  /** Those that were ever used, latest first. */
  used(commands: readonly Command[]): Command[];
  noteUse(key: string): void;
}

/** Commands of the palette that this person used last, on this device. */
export function useLastUsed(): LastUsed {
  const me = useMe();
  const [keys, setKeys] = useLocalStorage<readonly string[]>({
    key: `throughline-commands-${me.user.id}`,
    defaultValue: [],
  });
  const place = (command: Command): number => {
    const at = keys.indexOf(command.key);
    return at < 0 ? keys.length : at;
  };
  const sorted = (commands: readonly Command[]): Command[] =>
    [...commands].sort((one, other) => place(one) - place(other));
  return {
    sorted,
    used: (commands) => sorted(commands.filter((command) => keys.includes(command.key))),
    noteUse: (key) => setKeys((before) => [key, ...before.filter((one) => one !== key)].slice(0, KEPT)),
  };
}
