/**
 * Key values as policies compare them: one text for one value, however it was written.
 * Source: DynamoDB API reference, AttributeValue; DynamoDB developer guide, "Using IAM policy conditions".
 */
import { invalid } from './invalid.ts';
import { isFields } from './json.ts';

/** Throws `ServiceRefused` for what can be no key. */
export const keyText = (value: unknown): string => {
  const [entry, another] = isFields(value) ? Object.entries(value) : [];
  if (entry === undefined || another !== undefined || typeof entry[1] !== 'string') throw notAKey();
  const [type, text] = entry;
  if (type === 'S') return text;
  if (type === 'N') return numberText(text);
  if (type === 'B') return Buffer.from(text, 'base64').toString('base64');
  throw notAKey();
};

const notAKey = () => invalid('The provided key element does not match the schema');

const NUMBER = /^([+-]?)(\d{0,60})(?:\.(\d{0,200}))?(?:[eE]([+-]?\d{1,3}))?$/;

/** `1.0`, `01` and `1e0` are `1`. */
const numberText = (text: string): string => {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = NUMBER.exec(text.trim()) ?? [];
  const digits = whole + fraction;
  if (digits === '') throw invalid(`A value provided cannot be converted into a number`);
  const significant = digits.replace(/^0+/, '').replace(/0+$/, '');
  if (significant === '') return '0';
  const trailing = digits.length - digits.replace(/0+$/, '').length;
  const scale = Number(exponent) - fraction.length + trailing;
  const minus = sign === '-' ? '-' : '';
  if (scale >= 0) return minus + significant + '0'.repeat(scale);
  const padded = significant.padStart(1 - scale, '0');
  return `${minus}${padded.slice(0, scale)}.${padded.slice(scale)}`;
};
