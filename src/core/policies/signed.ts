/** Who signed a request, in the words of policies: the caller, and the condition keys that their session brings. */
import { principalArn, type SessionFacts, type Principal as Signer } from '../credentials/principal.ts';
import { type RequestCircumstances, requestContext } from './context.ts';
import type { Context, ContextEntries, Principal } from './request.ts';

export const callerOf = (signer: Signer): Principal => {
  const { account } = signer;
  const arn = principalArn(signer);
  switch (signer.kind) {
    case 'root':
      return { type: 'root', account };
    case 'user':
      return { type: 'user', account, arn, id: signer.id, name: signer.name };
    case 'federated-user':
      return { type: 'federated-user', account, arn, name: signer.name, issuerArn: principalArn(signer.parent) };
    case 'role-session': {
      const { roleId, sessionName, session } = signer;
      const roleArn = `arn:aws:iam::${account}:role${signer.rolePath}${signer.roleName}`;
      const provider = session.federation?.provider;
      return { type: 'role-session', account, arn, roleArn, roleId, sessionName, provider };
    }
  }
};

/** What the session itself does not know. `principalTags` are those of the user or role; the session's come above them. */
export type SignedCircumstances = Omit<
  RequestCircumstances,
  'tokenIssuedAt' | 'mfa' | 'sourceIdentity' | 'federatedProvider'
>;

/** @param own keys of the service that is called */
export const signedContext = (signer: Signer, about: SignedCircumstances, own: ContextEntries = []): Context => {
  const { session } = signer;
  const principalTags = { ...about.principalTags, ...session?.tags };
  const federation = Object.entries(session?.federation?.keys ?? {});
  return requestContext(callerOf(signer), { ...about, ...temporary(session), principalTags }, [...federation, ...own]);
};

const temporary = (session: SessionFacts | undefined): Partial<RequestCircumstances> =>
  session === undefined
    ? {}
    : {
        tokenIssuedAt: session.issuedAt,
        mfa: { present: session.mfa ?? false },
        sourceIdentity: session.sourceIdentity,
        federatedProvider: session.federation?.provider,
      };
