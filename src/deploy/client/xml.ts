/** XML of the Query protocol and of S3, read into plain objects by the facts or by name. */
import { DOMParser, type Element } from '@xmldom/xmldom';
import { memberShapeName, type ServiceFacts, shapeOf } from '../../aws/model/model.ts';

/** @throws ParseError of the library */
export const parseXml = (text: string): Element => {
  if (/<!DOCTYPE/i.test(text)) throw new Error('the answer has a document type');
  const root = new DOMParser().parseFromString(text, 'text/xml').documentElement;
  if (root === null) throw new Error('the answer is no XML');
  return root;
};

export const childrenOf = (element: Element): Element[] =>
  Array.from(element.childNodes).filter((node): node is Element => node.nodeType === 1);

export const childOf = (element: Element | undefined, name: string): Element | undefined =>
  element && childrenOf(element).find((child) => child.localName === name);

export const textIn = (element: Element | undefined): string | undefined => element?.textContent ?? undefined;

/** The first element of a name at any depth. */
export const findText = (root: Element, name: string): string | undefined =>
  Array.from(root.getElementsByTagNameNS('*', name))[0]?.textContent ?? undefined;

export const readByFacts = (facts: ServiceFacts, shapeName: string, element: Element): unknown => {
  const shape = shapeOf(facts, shapeName);
  switch (shape.type) {
    case 'structure':
      return Object.fromEntries(
        Object.entries(shape.members).flatMap(([name, member]) => {
          const wire = typeof member === 'string' ? name : (member.name ?? name);
          const child = childOf(element, wire);
          return child ? [[name, readByFacts(facts, memberShapeName(member), child)]] : [];
        }),
      );
    case 'list':
      return childrenOf(element).map((item) => readByFacts(facts, shape.member, item));
    case 'map':
      return Object.fromEntries(
        childrenOf(element).map((entry) => [
          textIn(childOf(entry, 'key')) ?? '',
          readByFacts(facts, shape.value, childOf(entry, 'value') ?? entry),
        ]),
      );
    case 'boolean':
      return element.textContent === 'true';
    case 'integer':
    case 'long':
    case 'float':
    case 'double':
      return Number(element.textContent);
    default:
      return element.textContent ?? '';
  }
};
