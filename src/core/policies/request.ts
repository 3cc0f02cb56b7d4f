/** Who asks for what: the words in which an access decision is asked for. */

/** Condition keys in lower case (their case means nothing) with their values. An absent key is not in the map. */
export type Context = ReadonlyMap<string, readonly string[]>;

export type ContextEntries = Iterable<readonly [key: string, value: string | readonly string[] | undefined]>;

/** Leaves undefined out. A key that comes again replaces the earlier one. */
export const contextOf = (entries: ContextEntries): Context => {
  const context = new Map<string, readonly string[]>();
  for (const [key, value] of entries) {
    if (value !== undefined) context.set(key.toLowerCase(), typeof value === 'string' ? [value] : value);
  }
  return context;
};

/** The account's owner, whom identity policies do not limit. */
export interface RootPrincipal {
  readonly type: 'root';
  readonly account: string;
}

export interface UserPrincipal {
  readonly type: 'user';
  readonly account: string;
  readonly arn: string;
  /** AIDA… */
  readonly id: string;
  readonly name: string;
}

/** Temporary credentials of a role, whoever took it on. */
export interface RoleSessionPrincipal {
  readonly type: 'role-session';
  readonly account: string;
  /** `arn:aws:sts::{account}:assumed-role/{role name}/{session name}` */
  readonly arn: string;
  readonly roleArn: string;
  /** AROA… */
  readonly roleId: string;
  readonly sessionName: string;
  /** Of a session by web identity or SAML: the provider as `Principal.Federated` names it. */
  readonly provider?: string;
}

/** Of GetFederationToken. */
export interface FederatedUserPrincipal {
  readonly type: 'federated-user';
  readonly account: string;
  /** `arn:aws:sts::{account}:federated-user/{name}` */
  readonly arn: string;
  readonly name: string;
  /** Who called GetFederationToken: a user's ARN, or the account's root. */
  readonly issuerArn: string;
}

/** Somebody with a proved token or assertion of a provider, and no credentials yet. */
export interface ProvedPrincipal {
  readonly type: 'web-identity' | 'saml';
  /** As `Principal.Federated` names it: a host name, or the ARN of a provider in IAM. */
  readonly provider: string;
}

export interface ServicePrincipal {
  readonly type: 'service';
  /** `cognito-idp.amazonaws.com` */
  readonly name: string;
}

export interface AnonymousPrincipal {
  readonly type: 'anonymous';
}

export type Principal =
  | RootPrincipal
  | UserPrincipal
  | RoleSessionPrincipal
  | FederatedUserPrincipal
  | ProvedPrincipal
  | ServicePrincipal
  | AnonymousPrincipal;

export interface AccessRequest {
  readonly principal: Principal;
  /** `cognito-idp:AdminGetUser` */
  readonly action: string;
  /** An ARN, or `*` where the action knows no resources. */
  readonly resource: string;
  /** Whose the resource is, where its ARN does not say; the caller's own account when neither does. */
  readonly resourceAccount?: string;
  readonly context: Context;
}

export const accountOf = (principal: Principal): string | undefined =>
  'account' in principal ? principal.account : undefined;
