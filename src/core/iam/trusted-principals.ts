/**
 * Whom a trust policy names must be there when it is saved, and it stays just them: who takes the name after they are
 * gone is somebody else. So users and roles are kept by their ids, beside the policy as it was written.
 * Source: IAM user guide, "IAM JSON policy elements: Principal"; the answers of the real CreateRole.
 */
import type { Core } from '../core.ts';
import { ServiceError } from '../errors.ts';
import { parsePolicy } from '../policies/policy.ts';
import { entityArn, type Role } from './records.ts';

type Needs = Pick<Core, 'store'>;

/**
 * What a role keeps of its trust policy. Throws MalformedPolicyDocumentException, LimitExceededException. Accounts,
 * providers and services need not be there.
 */
export const trustOf = async (
  core: Needs,
  account: string,
  text: string,
): Promise<Pick<Role, 'trust' | 'trustById'>> => {
  const { document } = parsePolicy(text, 'trust');
  const names = document.statements.flatMap(({ principal }) => principal?.names ?? []);
  const ids = new Map<string, string>();
  for (const { kind, value } of names) {
    const id = kind === 'AWS' ? await idOf(core, account, value) : undefined;
    if (id !== undefined) ids.set(value, id);
  }
  return { trust: text, trustById: ids.size === 0 ? undefined : byId(text, ids) };
};

const IAM_ARN = /^arn:aws:iam::(\d{12}):(user|role)\/(?:[^/]+\/)*([^/]+)$/;
const SESSION_ARN = /^arn:aws:sts::(\d{12}):assumed-role\/([^/]+)\/[^/]+$/;
const UNIQUE_ID = /^(AIDA|AROA)[A-Z0-9]+/;

/** Undefined for names that stay as they are. */
const idOf = async ({ store }: Needs, account: string, name: string): Promise<string | undefined> => {
  const [, owner = '', kind, entityName = ''] = IAM_ARN.exec(name) ?? [];
  if (kind === 'user' || kind === 'role') {
    const found = await store.iam.find(owner, kind, entityName);
    if (found === undefined || entityArn(found) !== name) throw invalidPrincipal(name);
    return found.id;
  }
  const [, roleOwner, roleName = ''] = SESSION_ARN.exec(name) ?? [];
  const [id, prefix] = UNIQUE_ID.exec(name) ?? [];
  const isThere =
    (roleOwner === undefined || (await store.iam.find(roleOwner, 'role', roleName)) !== undefined) &&
    (id === undefined || (await store.iam.byId(account, prefix === 'AIDA' ? 'user' : 'role', id)) !== undefined);
  if (!isThere) throw invalidPrincipal(name);
  return undefined;
};

const invalidPrincipal = (name: string) =>
  new ServiceError('MalformedPolicyDocumentException', `Invalid principal in policy: "AWS":"${name}"`);

interface Written {
  readonly Statement: WrittenStatement | readonly WrittenStatement[];
}

interface WrittenStatement {
  readonly Principal?: '*' | { readonly AWS?: string | readonly string[] };
}

/** The text is valid: it was parsed. */
const byId = (text: string, ids: ReadonlyMap<string, string>): string => {
  const document = JSON.parse(text) as Written;
  const statements = [document.Statement].flat().map((statement) => {
    const { Principal } = statement;
    if (Principal === undefined || Principal === '*' || Principal.AWS === undefined) return statement;
    const AWS = [Principal.AWS].flat().map((name) => ids.get(name) ?? name);
    return { ...statement, Principal: { ...Principal, AWS } };
  });
  return JSON.stringify({ ...document, Statement: statements });
};
