/** What a document of the right shape may say, by its kind, in IAM's order. */
import type { Fault, PolicyDocument, PolicyKind, Statement } from './document.ts';
import {
  MANY_COLONS,
  NO_ACTIONS,
  NO_RESOURCES,
  NO_VENDOR,
  PRINCIPAL_FORBIDDEN,
  SID_FORM,
  SID_TWICE,
  TRUST_ACTIONS,
  VENDOR_FORM,
  VERSION,
} from './faults.ts';
import { matchesGlob } from './glob.ts';
import { globTemplate, tokensOf } from './template.ts';

/** In the order in which IAM would find them. */
export const checkDocument = (document: PolicyDocument, kind: PolicyKind): Fault[] => [
  ...(kind === 'managed' && document.version !== '2012-10-17' ? [{ message: VERSION, path: 'Version' }] : []),
  ...eachStatement(document, (statement) => principalFault(statement, kind)),
  ...(kind === 'resource' ? [] : sidFaults(document)),
  ...eachStatement(document, (statement) => actionFaults(statement, kind)),
  ...eachStatement(document, (statement) => resourceFaults(statement, kind)),
  ...eachStatement(document, conditionFaults),
];

const eachStatement = ({ statements }: PolicyDocument, check: (statement: Statement) => readonly string[]): Fault[] =>
  statements.flatMap((statement, index) =>
    check(statement).map((message) => ({ message, path: `Statement[${index}]` })),
  );

const principalFault = ({ principal }: Statement, kind: PolicyKind): string[] => {
  const expected = kind === 'trust' || kind === 'resource';
  if (!expected) return principal === undefined ? [] : [PRINCIPAL_FORBIDDEN];
  if (principal === undefined) return ['Missing required field Principal'];
  if (principal.names.length === 0) return ['Missing required field Principal cannot be empty!'];
  return principal.not && kind === 'trust' ? ['Has prohibited field NotPrincipal'] : [];
};

const sidFaults = ({ statements }: PolicyDocument): Fault[] => {
  const faults: Fault[] = [];
  const seen = new Set<string>();
  for (const [index, { sid = '' }] of statements.entries()) {
    const path = `Statement[${index}].Sid`;
    if (!/^[0-9A-Za-z]*$/.test(sid)) faults.push({ message: SID_FORM, path });
    if (sid !== '' && seen.has(sid)) faults.push({ message: SID_TWICE, path });
    seen.add(sid);
  }
  return faults;
};

const actionFaults = ({ action }: Statement, kind: PolicyKind): string[] => {
  if (action.patterns.length === 0) return [kind === 'trust' ? 'Missing required field Action' : NO_ACTIONS];
  const faults = action.patterns.flatMap(actionFault);
  if (kind !== 'trust' || faults.length > 0) return faults;
  return action.patterns.every(isAssumption) ? [] : [TRUST_ACTIONS];
};

const actionFault = (pattern: string): string[] => {
  if (pattern === '*') return [];
  const [vendor = '', name, ...more] = pattern.split(':');
  if (name === undefined || vendor === '') return [NO_VENDOR];
  if (more.length > 0) return [MANY_COLONS];
  return vendor !== '*' && /[^a-zA-Z0-9\-.]/.test(vendor) ? [`Vendor ${vendor} is not valid`] : [];
};

/** Actions that a trust policy can speak of. */
export const ASSUMPTIONS = [
  'sts:AssumeRole',
  'sts:AssumeRoleWithSAML',
  'sts:AssumeRoleWithWebIdentity',
  'sts:SetContext',
  'sts:SetSourceIdentity',
  'sts:TagSession',
];

const isAssumption = (pattern: string): boolean => {
  if (!/^sts:/i.test(pattern)) return false;
  const glob = globTemplate(tokensOf(pattern.toLowerCase(), { variables: false, wildcards: true }))(new Map());
  return glob !== undefined && ASSUMPTIONS.some((action) => matchesGlob(glob, action.toLowerCase()));
};

const resourceFaults = ({ resource }: Statement, kind: PolicyKind): string[] => {
  if (kind === 'trust') return resource === undefined ? [] : ['Has prohibited field Resource'];
  if (resource === undefined || resource.patterns.length === 0) return [NO_RESOURCES];
  return resource.patterns.flatMap(resourceFault);
};

const IAM_PATHS = [
  ...['user/', 'federated-user/', 'role/', 'group/', 'instance-profile/', 'mfa/', 'server-certificate/', 'policy/'],
  ...['sms-mfa/', 'saml-provider/', 'oidc-provider/', 'report/', 'access-report/'],
];

const resourceFault = (pattern: string): string[] => {
  if (pattern === '*') return [];
  const [prefix, partition = '', vendor = '', region = '', account = '', path] = pattern.split(':');
  const fields = pattern.split(':').length;
  if (prefix !== 'arn' || (fields < 6 && !pattern.endsWith('*'))) {
    return [`Resource ${pattern} must be in ARN format or "*".`];
  }
  if (!/^(aws(-[a-z]+)*|[a-z-]*\*)$/.test(partition)) {
    return [`Partition "${partition}" is not valid for resource "${pattern}".`];
  }
  if (fields < 6) return [];
  if (vendor === '' || /[*?$]/.test(vendor)) return [VENDOR_FORM];
  // An access point has region and account, a bucket neither.
  if (vendor === 's3' && region !== '' && account === '')
    return [`Resource ${pattern} can not contain region information.`];
  return vendor === 'iam' ? iamResourceFault(pattern, region, path ?? '') : [];
};

const iamResourceFault = (pattern: string, region: string, path: string): string[] => {
  if (region !== '' && region !== '*') return [`IAM resource ${pattern} cannot contain region information.`];
  if (path.startsWith('*') || path === 'root' || IAM_PATHS.some((start) => path.startsWith(start))) return [];
  return [`IAM resource path must either be "*" or start with ${IAM_PATHS.join(', ')}.`];
};

/** A key without a vendor is none; `aws:…`, `sts:…`, `accounts.google.com:…` are. */
const conditionFaults = ({ conditions }: Statement): string[] =>
  conditions.filter(({ key }) => !/^[^:]+:.+$/s.test(key)).map(() => NO_VENDOR);
