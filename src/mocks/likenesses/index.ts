import { amazon } from './amazon.ts';
import { apple } from './apple.ts';
import { facebook } from './facebook.ts';
import { google } from './google.ts';
import type { Likeness } from './likeness.ts';

export const LIKENESSES: readonly Likeness[] = [google, facebook, amazon, apple];
