/** Writes answers as XML by the facts: lists as `<member>`, maps as `<entry><key/><value/></entry>`. */
import { type MemberFacts, memberShapeName, type ServiceFacts, shapeOf, structureOf } from '../model/model.ts';

/** `content` is XML: text goes through `text` first. */
export const element = (name: string, content: string): string => `<${name}>${content}</${name}>`;

export const document = (name: string, namespace: string, content: string): string =>
  `<${name} xmlns="${text(namespace)}">${content}</${name}>\n`;

export const writeMembers = (facts: ServiceFacts, shapeName: string, value: object): string => {
  const given = value as Record<string, unknown>;
  return Object.entries(structureOf(facts, shapeName).members)
    .map(([name, member]) => writeMember(facts, name, member, given[name]))
    .join('');
};

const writeMember = (facts: ServiceFacts, name: string, member: MemberFacts, value: unknown): string => {
  if (value === undefined || value === null) return '';
  const wireName = typeof member === 'string' ? name : (member.name ?? name);
  return element(wireName, writeShape(facts, memberShapeName(member), value));
};

const writeShape = (facts: ServiceFacts, shapeName: string, value: unknown): string => {
  const shape = shapeOf(facts, shapeName);
  switch (shape.type) {
    case 'structure':
      return writeMembers(facts, shapeName, value as object);
    case 'list':
      return (value as unknown[]).map((item) => element('member', writeShape(facts, shape.member, item))).join('');
    case 'map':
      return Object.entries(value as object)
        .map(([key, item]) =>
          element('entry', element('key', text(key)) + element('value', writeShape(facts, shape.value, item))),
        )
        .join('');
    case 'timestamp':
      return (value as Date).toISOString().replace(/\.\d{3}Z$/, 'Z');
    case 'blob':
      return Buffer.from(value as Uint8Array).toString('base64');
    default:
      return text(String(value));
  }
};

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // XML 1.0 section 2.11 turns a bare one into a line feed.
  '\r': '&#xD;',
};

/** Control characters, which XML 1.0 cannot hold (section 2.2). */
const UNWRITABLE = /(?![\t\n\r\x7f-\x9f])\p{Cc}|[\ufffe\uffff]/gu;

export const text = (plain: string): string =>
  plain.replace(UNWRITABLE, '').replace(/[&<>"\r]/g, (char) => ESCAPES[char] ?? '');
