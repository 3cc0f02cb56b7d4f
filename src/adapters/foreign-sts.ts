/**
 * AssumeRoleWithWebIdentity at an endpoint that the operator names: a Query call that nobody signs, because the token
 * proves everything. The address is the operator's word, so it may be a private one. Source: STS API reference.
 */
import {
  type ForeignAssumption,
  type ForeignCredentials,
  type ForeignSts,
  ForeignStsFailed,
  type Log,
} from '../core/ports.ts';
import { readBounded } from './aws-request.ts';

export interface ForeignStsOptions {
  /** Identity pool id, or `*` for all others, to endpoint. */
  readonly endpoints: Readonly<Partial<Record<string, string>>>;
  readonly log: Log;
}

const TIMEOUT_MS = 5_000;
const MAX_ANSWER = 256 * 1024;

export const createForeignSts = ({ endpoints, log }: ForeignStsOptions): ForeignSts => ({
  endpointOf: (poolId) => (Object.hasOwn(endpoints, poolId) ? endpoints[poolId] : endpoints['*']),
  assume: async (endpoint, request) => {
    const { status, body } = await post(endpoint, formOf(endpoint, request));
    if (status === 200) return credentialsIn(body);
    const code = textOf(body, 'Code');
    log.warn({ endpoint, status, code }, 'the STS elsewhere gave no credentials');
    throw new ForeignStsFailed(status >= 400 && status < 500 && status !== 429 ? 'refused' : 'unavailable', code);
  },
});

/** Stores know no managed policies of AWS's. */
const formOf = (endpoint: string, request: ForeignAssumption): URLSearchParams => {
  const form = new URLSearchParams({
    Action: 'AssumeRoleWithWebIdentity',
    Version: '2011-06-15',
    RoleArn: request.roleArn,
    RoleSessionName: request.sessionName,
    WebIdentityToken: request.token,
    DurationSeconds: String(request.durationSeconds),
  });
  if (request.policy !== undefined) form.set('Policy', request.policy);
  const isAws = /\.amazonaws\.com(?:\.cn)?$/.test(new URL(endpoint).hostname);
  const arns = isAws ? (request.policyArns ?? []) : [];
  for (const [at, arn] of arns.entries()) form.set(`PolicyArns.member.${at + 1}.arn`, arn);
  return form;
};

const post = async (endpoint: string, form: URLSearchParams) => {
  try {
    const answer = await fetch(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/xml' },
      body: form.toString(),
      // A redirect would carry the token to a place that nobody configured.
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { status: answer.status, body: await readBounded(answer, MAX_ANSWER) };
  } catch (error) {
    throw new ForeignStsFailed('unavailable', undefined, { cause: error });
  }
};

const credentialsIn = (body: string): ForeignCredentials => {
  const expiresAt = Date.parse(textOf(body, 'Expiration') ?? '');
  const [accessKeyId, secretAccessKey, sessionToken] = ['AccessKeyId', 'SecretAccessKey', 'SessionToken'].map((name) =>
    textOf(body, name),
  );
  if (!accessKeyId || !secretAccessKey || !sessionToken || Number.isNaN(expiresAt)) {
    throw new ForeignStsFailed('unavailable');
  }
  return { accessKeyId, secretAccessKey, sessionToken, expiresAt };
};

/** The first element of that name that holds nothing but text. */
const textOf = (xml: string, name: string): string | undefined => {
  const found = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  return found?.trim().replace(/&(amp|lt|gt|quot|apos|#x?[0-9a-fA-F]+);/g, (_, entity: string) => charOf(entity));
};

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const charOf = (entity: string): string => {
  const named = NAMED[entity];
  if (named !== undefined) return named;
  const code = entity.startsWith('#x') ? Number.parseInt(entity.slice(2), 16) : Number.parseInt(entity.slice(1), 10);
  return code <= 0x10ffff ? String.fromCodePoint(code) : '';
};
