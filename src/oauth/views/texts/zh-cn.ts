import { en } from './en.ts';
import type { Texts } from './keys.ts';

export const zhCN: Texts = en;
