/**
 * Who a signed request speaks for, once its signature is proved. What they may do is policies (core/policies); where the
 * keys come from is access keys (IAM) and session tokens (STS).
 */
export type Principal = RootPrincipal | UserPrincipal | RoleSession | FederatedUser;

/** The owner of an account: everything is allowed. */
export interface RootPrincipal {
  readonly kind: 'root';
  readonly account: string;
  /** Of GetSessionToken. */
  readonly session?: SessionFacts;
}

export interface UserPrincipal {
  readonly kind: 'user';
  readonly account: string;
  readonly name: string;
  readonly path: string;
  /** AIDA… */
  readonly id: string;
  /** Of GetSessionToken. */
  readonly session?: SessionFacts;
}

/** Somebody who assumed a role. */
export interface RoleSession {
  readonly kind: 'role-session';
  readonly account: string;
  readonly roleName: string;
  readonly rolePath: string;
  /** AROA… */
  readonly roleId: string;
  readonly sessionName: string;
  readonly session: SessionFacts;
}

/** Of GetFederationToken. */
export interface FederatedUser {
  readonly kind: 'federated-user';
  readonly account: string;
  readonly name: string;
  /** Whose policies the session's own cut down: the user who asked. */
  readonly parent: UserPrincipal | RootPrincipal;
  readonly session: SessionFacts;
}

/** What temporary credentials carry, sealed in their session token. */
export interface SessionFacts {
  /** Epoch milliseconds. */
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** Policies that cut the role's down: JSON documents, and ARNs of managed ones. */
  readonly policies?: readonly string[];
  readonly policyArns?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
  readonly transitiveTagKeys?: readonly string[];
  readonly sourceIdentity?: string;
  readonly mfa?: boolean;
  /** Condition keys of the identity that was proved (`cognito-identity.amazonaws.com:sub`, `saml:aud` …). */
  readonly federation?: {
    /** `aws:FederatedProvider`: the provider's ARN or name. */
    readonly provider: string;
    readonly keys: Readonly<Record<string, string | readonly string[]>>;
  };
}

/** `Arn` of GetCallerIdentity, and what error messages name. */
export const principalArn = (principal: Principal): string => {
  const { account } = principal;
  switch (principal.kind) {
    case 'root':
      return `arn:aws:iam::${account}:root`;
    case 'user':
      return `arn:aws:iam::${account}:user${principal.path}${principal.name}`;
    case 'role-session':
      return `arn:aws:sts::${account}:assumed-role/${principal.roleName}/${principal.sessionName}`;
    case 'federated-user':
      return `arn:aws:sts::${account}:federated-user/${principal.name}`;
  }
};

/** `UserId` of GetCallerIdentity and `aws:userid`. */
export const principalId = (principal: Principal): string => {
  switch (principal.kind) {
    case 'root':
      return principal.account;
    case 'user':
      return principal.id;
    case 'role-session':
      return `${principal.roleId}:${principal.sessionName}`;
    case 'federated-user':
      return `${principal.account}:${principal.name}`;
  }
};
