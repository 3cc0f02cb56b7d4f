/**
 * What a message must look like before any signature in it is looked at. SAML allows more than anybody sends, and what
 * nobody sends is what signature wrapping is made of: several assertions, signatures that stand or refer elsewhere, ids
 * that come twice, transforms that leave parts out. All of that is refused, so that a message has one reading.
 */
import type { Element } from '@xmldom/xmldom';
import { SamlRefused } from '../core/ports.ts';
import { attributeOf, children, DSIG, elementsOf, isNamed } from './saml-xml.ts';

const SIGNATURE_METHODS: ReadonlySet<string> = new Set([
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
]);
const DIGESTS: ReadonlySet<string> = new Set([
  'http://www.w3.org/2001/04/xmlenc#sha256',
  'http://www.w3.org/2001/04/xmlenc#sha512',
]);
const EXCLUSIVE = ['http://www.w3.org/2001/10/xml-exc-c14n#', 'http://www.w3.org/2001/10/xml-exc-c14n#WithComments'];
const CANONICALIZATIONS: ReadonlySet<string> = new Set([
  ...EXCLUSIVE,
  'http://www.w3.org/TR/2001/REC-xml-c14n-20010315',
  'http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments',
]);
/** Core section 5.4.4. */
const TRANSFORMS: ReadonlySet<string> = new Set([`${DSIG}enveloped-signature`, ...EXCLUSIVE]);

/** Throws `SamlRefused`. `signed` are the elements that may have a signature. */
export const inspect = (root: Element, signed: readonly Element[]): void => {
  const all = [root, ...Array.from(root.getElementsByTagName('*'))];
  assertIdsUnique(all);
  const signatures = all.filter((element) => isNamed(element, DSIG, 'Signature'));
  for (const signature of signatures) {
    const owner = signed.find((element) => element === signature.parentNode);
    if (owner === undefined) throw malformed('a signature stands where none belongs');
    if (children(owner, DSIG, 'Signature').length > 1) throw malformed('an element has several signatures');
    inspectSignature(signature, owner);
  }
};

/** All spellings that signature libraries look for. */
const ID_NAMES = ['ID', 'Id', 'id', 'xml:id', 'AssertionID'];

const assertIdsUnique = (all: readonly Element[]): void => {
  const seen = new Set<string>();
  for (const element of all) {
    for (const id of ID_NAMES.flatMap((name) => attributeOf(element, name) ?? [])) {
      if (seen.has(id)) throw malformed('an id comes twice');
      seen.add(id);
    }
  }
};

const inspectSignature = (signature: Element, owner: Element): void => {
  const names = elementsOf(signature).map(({ localName, namespaceURI }) => (namespaceURI === DSIG ? localName : '?'));
  if (!/^SignedInfo,SignatureValue(,KeyInfo)?$/.test(names.join(',')))
    throw malformed('unexpected parts of a signature');
  const info = only(signature, 'SignedInfo');
  assertAlgorithm(only(info, 'CanonicalizationMethod'), CANONICALIZATIONS);
  assertAlgorithm(only(info, 'SignatureMethod'), SIGNATURE_METHODS);
  if (elementsOf(info).length !== 3) throw malformed('unexpected parts of a signature');
  inspectReference(only(info, 'Reference'), owner);
};

const inspectReference = (reference: Element, owner: Element): void => {
  const id = attributeOf(owner, 'ID');
  if (!id || attributeOf(reference, 'URI') !== `#${id}`) throw malformed('a signature refers to another element');
  const transforms = children(reference, DSIG, 'Transforms').flatMap(elementsOf);
  if (transforms.length > 2) throw malformed('too many transforms');
  for (const transform of transforms) assertAlgorithm(transform, TRANSFORMS);
  assertAlgorithm(only(reference, 'DigestMethod'), DIGESTS);
  if (only(reference, 'DigestValue').childNodes.length !== 1) throw malformed('a digest in several parts');
};

const assertAlgorithm = (element: Element, allowed: ReadonlySet<string>): void => {
  const algorithm = attributeOf(element, 'Algorithm') ?? '';
  if (!allowed.has(algorithm)) throw new SamlRefused('algorithm', `not accepted: ${algorithm.slice(0, 100)}`);
};

const only = (parent: Element, name: string): Element => {
  const [first, ...others] = children(parent, DSIG, name);
  if (first === undefined || others.length > 0) throw malformed(`not exactly one ${name}`);
  return first;
};

export const malformed = (why: string, options?: ErrorOptions) => new SamlRefused('malformed', why, options);
