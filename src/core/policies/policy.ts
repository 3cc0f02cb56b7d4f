/** The one way from a policy's text to something that decides. */
import { checkDocument } from './check.ts';
import { type CompiledPolicy, compilePolicy } from './compile.ts';
import type { Fault, PolicyDocument, PolicyKind } from './document.ts';
import { assertPolicySize, MalformedPolicy } from './faults.ts';
import { readPolicy } from './read.ts';

export const faultsOf = (text: string, kind: PolicyKind): readonly Fault[] => {
  const { document, faults } = readPolicy(text, kind);
  return document === undefined ? faults : checkDocument(document, kind);
};

/**
 * Reads, checks and compiles. The result may be kept as long as the text stays the same.
 * @throws MalformedPolicy with every fault, in IAM's words
 * @throws ServiceError LimitExceededException for a managed or trust policy that is too long
 */
export const parsePolicy = (text: string, kind: PolicyKind): CompiledPolicy => {
  assertPolicySize(kind, text);
  return compilePolicy(validDocument(text, kind));
};

const validDocument = (text: string, kind: PolicyKind): PolicyDocument => {
  const { document, faults } = readPolicy(text, kind);
  const [first, ...rest] = document === undefined ? faults : checkDocument(document, kind);
  if (first !== undefined) throw new MalformedPolicy([first, ...rest]);
  return document as PolicyDocument;
};
