/** Names that are made up, in CloudFormation's manner: `{stack}-{logical id}-{12 characters}`. */
import { randomInt } from 'node:crypto';
import type { Kind } from '../kinds/kind.ts';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

export const makeName = (rule: NonNullable<Kind['name']>, stack: string, logicalId: string): string => {
  const suffix = Array.from({ length: 12 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  const most = (rule.max ?? 128) - suffix.length - 1;
  const half = Math.floor((most - 1) / 2);
  const whole = `${stack}-${logicalId}`;
  const base = whole.length <= most ? whole : `${stack.slice(0, half)}-${logicalId.slice(0, half)}`;
  const name = `${base}-${suffix}`;
  return rule.pattern === 'bucket' ? name.toLowerCase() : name;
};
