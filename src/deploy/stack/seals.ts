/**
 * Secrets of a deployment: parameters with NoEcho, keys that an API made. Nothing prints them, and in the record of a
 * stack they are sealed under a key that comes from the operator's own secret, so that the file alone tells none.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { unknown } from '../template/evaluate.ts';
import { type Fields, isFields, type Value } from '../template/node.ts';

const SEALED = '$sealed';
/** A shorter text would be found in half of the others. */
const LEAST_WITHIN = 6;

export interface Seals {
  /** From here on the text is a secret. */
  add(value: Value | undefined): void;
  isSecret(text: string): boolean;
  seal(value: Value): Value;
  /** Whole, whether its texts are known secrets or not. */
  sealAll(value: Value): Value;
  /** What another key sealed comes out as unknown. */
  open(value: Value): Value;
}

export const createSeals = (secret: string): Seals => {
  const key = Buffer.from(hkdfSync('sha256', secret, 'poolhouse deploy', 'record', 32));
  const secrets = new Set<string>();
  const isSecret = (text: string): boolean =>
    secrets.has(text) || [...secrets].some((each) => each.length >= LEAST_WITHIN && text.includes(each));
  const sealText = (text: string): Fields => {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, iv);
    const sealed = Buffer.concat([iv, cipher.update(text), cipher.final(), cipher.getAuthTag()]);
    return { [SEALED]: sealed.toString('base64') };
  };
  const openText = (sealed: string): string | undefined => {
    const bytes = Buffer.from(sealed, 'base64');
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
      decipher.setAuthTag(bytes.subarray(-16));
      return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString();
    } catch {
      return undefined;
    }
  };
  return {
    add(value) {
      if (typeof value === 'string' && value !== '') secrets.add(value);
      else if (Array.isArray(value)) for (const item of value) this.add(item);
      else if (isFields(value)) for (const item of Object.values(value)) this.add(item);
    },
    isSecret,
    seal: (value) => mapTexts(value, (text) => (isSecret(text) ? sealText(text) : text)),
    sealAll: (value) => mapTexts(value, sealText),
    open(value) {
      if (Array.isArray(value)) return value.map((item) => this.open(item));
      if (!isFields(value)) return value;
      const sealed = value[SEALED];
      if (typeof sealed !== 'string') {
        return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, this.open(item)]));
      }
      const text = openText(sealed);
      if (text === undefined) return unknown('a secret that another key sealed');
      secrets.add(text);
      return text;
    },
  };
};

const mapTexts = (value: Value, map: (text: string) => Value): Value => {
  if (typeof value === 'string') return map(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, map));
  if (!isFields(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, mapTexts(item, map)]));
};
