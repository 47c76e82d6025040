import { createContext } from 'react';
import type { LiveConnection } from './live.ts';

export const LiveContext = createContext<LiveConnection | null>(null);
