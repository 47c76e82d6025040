/** Measures a call. It counts real seconds: the demonstration clock may jump, a talk does not. */
import { useEffect, useState } from 'react';

export interface CallTimer {
  readonly state: 'idle' | 'running' | 'stopped';
  readonly seconds: number;
  start(): void;
  stop(): void;
}

export function useCallTimer(): CallTimer {
  const [startedMs, setStartedMs] = useState<number | null>(null);
  const [stoppedMs, setStoppedMs] = useState<number | null>(null);
  const [nowMs, setNowMs] = useState(0);
  const running = startedMs !== null && stoppedMs === null;
  useEffect(() => {
    if (!running) return undefined;
    const timer = window.setInterval(() => setNowMs(Date.now()), 1000);
    return () => window.clearInterval(timer);
  }, [running]);
  const untilMs = stoppedMs ?? Math.max(nowMs, startedMs ?? 0);
  return {
    state: startedMs === null ? 'idle' : running ? 'running' : 'stopped',
    seconds: startedMs === null ? 0 : Math.floor((untilMs - startedMs) / 1000),
    start: () => {
      const startMs = Date.now();
      setStartedMs(startMs);
      setNowMs(startMs);
      setStoppedMs(null);
    },
    stop: () => setStoppedMs((before) => before ?? Date.now()),
  };
}

export function clockFace(seconds: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
}
