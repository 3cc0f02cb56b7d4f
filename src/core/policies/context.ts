/**
 * The global condition keys of a request, and those of the caller.
 * Source: IAM user guide, "AWS global condition context keys", "IAM and AWS STS condition context keys" and the table of
 * principal values in "Variables and tags".
 */
import { type Context, type ContextEntries, contextOf, type Principal } from './request.ts';

export interface RequestCircumstances {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly sourceIp?: string;
  readonly secure: boolean;
  readonly region?: string;
  readonly userAgent?: string;
  readonly referer?: string;
  /** Of temporary credentials only, milliseconds since 1970. */
  readonly tokenIssuedAt?: number;
  /** Of temporary credentials only: whether they were got with a second factor, and when, milliseconds since 1970. */
  readonly mfa?: { readonly present: boolean; readonly at?: number };
  readonly principalTags?: Tags;
  readonly requestTags?: Tags;
  /** Where names of tags come without values. */
  readonly tagKeys?: readonly string[];
  readonly resourceTags?: Tags;
  readonly sourceIdentity?: string;
  /** Of a session by web identity or SAML. */
  readonly federatedProvider?: string;
  /** The owner of the resource. */
  readonly resourceAccount?: string;
}

export type Tags = Readonly<Record<string, string>>;

/**
 * @param own keys of the service or of the session: `cognito-identity.amazonaws.com:sub`, `sts:ExternalId` …; global
 * ones (`aws:…`) are not taken from there
 */
export const requestContext = (principal: Principal, about: RequestCircumstances, own: ContextEntries = []): Context =>
  contextOf([...withoutGlobal(own), ...principalEntries(principal), ...circumstances(about)]);

const withoutGlobal = (own: ContextEntries) => [...own].filter(([key]) => !/^aws:/i.test(key));

type Entry = readonly [string, string | readonly string[] | undefined];

const circumstances = (about: RequestCircumstances): Entry[] => [
  ['aws:CurrentTime', isoSeconds(about.at)],
  ['aws:EpochTime', seconds(about.at)],
  ['aws:SourceIp', about.sourceIp],
  ['aws:SecureTransport', String(about.secure)],
  ['aws:RequestedRegion', about.region],
  ['aws:UserAgent', about.userAgent],
  ['aws:Referer', about.referer],
  ['aws:ResourceAccount', about.resourceAccount],
  ['aws:SourceIdentity', about.sourceIdentity],
  ['aws:FederatedProvider', about.federatedProvider],
  ['aws:ViaAWSService', 'false'],
  ...temporary(about),
  ...tagEntries('aws:PrincipalTag/', about.principalTags),
  ...tagEntries('aws:ResourceTag/', withoutTwins(about.resourceTags)),
  ...tagEntries('aws:RequestTag/', withoutTwins(about.requestTags)),
  ['aws:TagKeys', about.tagKeys ?? (about.requestTags && Object.keys(about.requestTags))],
];

const temporary = ({ at, tokenIssuedAt, mfa }: RequestCircumstances): Entry[] => [
  ['aws:TokenIssueTime', tokenIssuedAt === undefined ? undefined : isoSeconds(tokenIssuedAt)],
  ['aws:MultiFactorAuthPresent', mfa && String(mfa.present)],
  ['aws:MultiFactorAuthAge', mfa?.at === undefined ? undefined : seconds(at - mfa.at)],
];

const isoSeconds = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
const seconds = (milliseconds: number): string => String(Math.floor(milliseconds / 1000));

/**
 * Of tags whose names differ in capitals alone, which is no difference to policies, the first counts: who may add `Team`
 * must not replace what `team` says.
 */
const withoutTwins = (tags: Tags = {}): Tags => {
  const seen = new Set<string>();
  const isFirst = ([name]: [string, string]) => seen.size < seen.add(name.toLowerCase()).size;
  return Object.fromEntries(Object.entries(tags).filter(isFirst));
};

const tagEntries = (prefix: string, tags: Tags = {}): Entry[] =>
  Object.entries(tags).map(([name, value]) => [prefix + name, value]);

const principalEntries = (principal: Principal): Entry[] => {
  const { arn, type, userid, username } = principalValues(principal);
  return [
    ['aws:PrincipalArn', arn],
    ['aws:PrincipalAccount', 'account' in principal ? principal.account : undefined],
    ['aws:PrincipalType', type],
    ['aws:userid', userid],
    ['aws:username', username],
    ['aws:PrincipalIsAWSService', String(principal.type === 'service')],
    ['aws:PrincipalServiceName', principal.type === 'service' ? principal.name : undefined],
  ];
};

interface PrincipalValues {
  readonly arn?: string;
  readonly type?: 'Account' | 'User' | 'AssumedRole' | 'FederatedUser' | 'Anonymous';
  readonly userid?: string;
  readonly username?: string;
}

/** Only a user has a `aws:username`: of a session the name is part of `aws:userid`. */
const principalValues = (principal: Principal): PrincipalValues => {
  switch (principal.type) {
    case 'root':
      return { arn: `arn:aws:iam::${principal.account}:root`, type: 'Account', userid: principal.account };
    case 'user':
      return { arn: principal.arn, type: 'User', userid: principal.id, username: principal.name };
    case 'role-session':
      return { arn: principal.roleArn, type: 'AssumedRole', userid: `${principal.roleId}:${principal.sessionName}` };
    case 'federated-user':
      return { arn: principal.arn, type: 'FederatedUser', userid: `${principal.account}:${principal.name}` };
    case 'anonymous':
    case 'web-identity':
    case 'saml':
      return { type: 'Anonymous', userid: 'anonymous' };
    case 'service':
      return {};
  }
};
