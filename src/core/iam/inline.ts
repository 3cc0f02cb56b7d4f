/** Policies that stand in their user, group or role. */
import type { Core } from '../core.ts';
import { assertInlineSize } from '../policies/faults.ts';
import { parsePolicy } from '../policies/policy.ts';
import { changeEntity } from './change.ts';
import { noSuchEntity } from './errors.ts';
import { type Holder, requireEntity } from './find.ts';

type Needs = Pick<Core, 'clock' | 'store'>;

/** Puts it in the place of one of that name. Throws NoSuchEntityException, MalformedPolicyDocumentException, LimitExceededException. */
export const putInlinePolicy = async (
  core: Needs,
  account: string,
  kind: Holder,
  owner: string,
  policyName: string,
  document: string,
): Promise<void> => {
  parsePolicy(document, 'inline');
  await changeEntity(core, account, kind, owner, (current) => {
    const inline = { ...current.inline, [policyName]: document };
    assertInlineSize(kind, owner, Object.values(inline));
    return { ...current, inline };
  });
};

const notFound = (kind: Holder, policyName: string) =>
  noSuchEntity(`The ${kind} policy with name ${policyName} cannot be found.`);

/** The document. Throws NoSuchEntityException. */
export const inlinePolicy = async (
  core: Pick<Core, 'store'>,
  account: string,
  kind: Holder,
  owner: string,
  policyName: string,
): Promise<string> => {
  const { inline } = await requireEntity(core, account, kind, owner);
  const document = Object.hasOwn(inline, policyName) ? inline[policyName] : undefined;
  if (document === undefined) throw notFound(kind, policyName);
  return document;
};

/** Throws NoSuchEntityException. */
export const deleteInlinePolicy = async (
  core: Needs,
  account: string,
  kind: Holder,
  owner: string,
  policyName: string,
): Promise<void> => {
  await changeEntity(core, account, kind, owner, (current) => {
    if (!Object.hasOwn(current.inline, policyName)) throw notFound(kind, policyName);
    const { [policyName]: _, ...inline } = current.inline;
    return { ...current, inline };
  });
};
