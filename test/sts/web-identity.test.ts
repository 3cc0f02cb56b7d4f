/** AssumeRoleWithWebIdentity: tokens of identity pools, of user pools and of a provider elsewhere. */
import { createHmac, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { GetOpenIdTokenCommand } from '@aws-sdk/client-cognito-identity';
import { ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider';
import { CreateOpenIDConnectProviderCommand } from '@aws-sdk/client-iam';
import {
  AssumeRoleWithWebIdentityCommand,
  type AssumeRoleWithWebIdentityCommandInput,
  GetCallerIdentityCommand,
} from '@aws-sdk/client-sts';
import { fromWebToken } from '@aws-sdk/credential-providers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Core } from '../../src/core/core.ts';
import type { Fetch } from '../../src/core/ports.ts';
import { ACCOUNT, failureOf, keysOf, type People, peopleOf, policy, trusting } from '../credentials/support.ts';
import {
  idOf,
  makeIdentityPool,
  makeUserPool,
  type Setting,
  somebody,
  startSetting,
  trustOf,
  type UserPool,
} from '../identity-pools/support/setting.ts';

const PROVIDER = 'idp.example.com/tenant';
const PROVIDER_ARN = `arn:aws:iam::${ACCOUNT}:oidc-provider/${PROVIDER}`;
const CLIENT = 'app-1';
const WEB = 'sts:AssumeRoleWithWebIdentity';

let app: Setting;
let people: People;
let pool: UserPool;
let upstream: Upstream;

interface Upstream {
  readonly asked: string[];
  down: boolean;
  token(claims?: Record<string, unknown>, header?: Record<string, unknown>, key?: KeyObject): string;
}

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A provider that the guarded client would reach by its name. */
const openUpstream = (core: Core): Upstream => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pages: Record<string, object> = {
    [`https://${PROVIDER}/.well-known/openid-configuration`]: {
      issuer: `https://${PROVIDER}`,
      jwks_uri: 'https://idp.example.com/keys',
    },
    'https://idp.example.com/keys': {
      keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'RS256', use: 'sig' }],
    },
  };
  const made: Upstream = {
    asked: [],
    down: false,
    token: (claims = {}, header = {}, key = privateKey) => {
      const now = Math.floor(app.clock.now() / 1_000);
      const standard = { iss: `https://${PROVIDER}`, sub: 'subject-1', aud: CLIENT, iat: now, exp: now + 300 };
      const input = `${encoded({ alg: 'RS256', kid: 'k1', typ: 'JWT', ...header })}.${encoded({ ...standard, ...claims })}`;
      return `${input}.${createSign('sha256').update(input).sign(key, 'base64url')}`;
    },
  };
  const fetch: Fetch = async (url) => {
    made.asked.push(url);
    const page = made.down ? undefined : pages[url];
    return { status: page ? 200 : 503, headers: {}, body: Buffer.from(JSON.stringify(page ?? {})) };
  };
  Object.assign(core, { fetch });
  return made;
};

const assume = (input: Partial<AssumeRoleWithWebIdentityCommandInput>) =>
  // No credentials: the token is all there is.
  people
    .as({ accessKeyId: '', secretAccessKey: '' })
    .sts.send(
      new AssumeRoleWithWebIdentityCommand({ RoleArn: '', RoleSessionName: 'web', WebIdentityToken: '', ...input }),
    );
const refused = (input: Partial<AssumeRoleWithWebIdentityCommandInput>) => failureOf(assume(input));
const list = (keys: { accessKeyId: string; secretAccessKey: string }) =>
  people.as(keys).cognito.send(new ListUsersCommand({ UserPoolId: pool.id }));

beforeAll(async () => {
  app = await startSetting();
  people = await peopleOf(app);
  pool = await makeUserPool(app);
  upstream = openUpstream(app.core);
  const provider = new CreateOpenIDConnectProviderCommand({ Url: `https://${PROVIDER}`, ClientIDList: [CLIENT] });
  await people.as(people.operator).iam.send(provider);
});
afterAll(() => app.stop());

describe('identity pools (basic flow)', () => {
  let poolId: string;
  let RoleArn: string;
  const tokenOf = async (idToken: string) => {
    const Logins = { [pool.provider]: idToken };
    const IdentityId = await idOf(app, poolId, Logins);
    const { Token } = await app.identity.send(new GetOpenIdTokenCommand({ IdentityId, Logins }));
    return { IdentityId, WebIdentityToken: Token ?? '' };
  };

  beforeAll(async () => {
    poolId = await makeIdentityPool(app, pool, { AllowClassicFlow: true, AllowUnauthenticatedIdentities: true });
    RoleArn = await people.role('basic', JSON.stringify(trustOf(poolId)), {
      Action: 'cognito-idp:ListUsers',
      Condition: { StringLike: { 'cognito-identity.amazonaws.com:sub': 'us-east-1:*' } },
    });
  });

  test('the token opens the role, and policies see whose it is', async () => {
    const { idToken } = await somebody(app, pool);
    const { IdentityId, WebIdentityToken } = await tokenOf(idToken);
    const answer = await assume({ RoleArn, WebIdentityToken });
    expect(answer).toMatchObject({
      SubjectFromWebIdentityToken: IdentityId,
      Audience: poolId,
      Provider: 'cognito-identity.amazonaws.com',
      AssumedRoleUser: { Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/basic/web` },
    });
    expect((await list(keysOf(answer.Credentials))).Users?.length).toBeGreaterThan(0);
    const own = await people.role('own-data', JSON.stringify(trustOf(poolId)), {
      Action: 'cognito-idp:ListUsers',
      Condition: { StringEquals: { 'cognito-identity.amazonaws.com:sub': 'us-east-1:somebody-else' } },
    });
    const other = await assume({ RoleArn: own, WebIdentityToken });
    expect((await failureOf(list(keysOf(other.Credentials)))).name).toBe('AccessDeniedException');
  });

  test('a role that trusts another pool, or guests, is not opened', async () => {
    const { idToken } = await somebody(app, pool);
    const { WebIdentityToken } = await tokenOf(idToken);
    const otherPool = await makeIdentityPool(app, pool);
    const roles = [
      await people.role('of-other-pool', JSON.stringify(trustOf(otherPool))),
      await people.role('of-guests', JSON.stringify(trustOf(poolId, 'unauthenticated'))),
      await people.role('of-users', trusting({ AWS: '*' }, ['sts:AssumeRole', WEB])),
      `arn:aws:iam::${ACCOUNT}:role/missing`,
    ];
    for (const arn of roles) {
      expect(await refused({ RoleArn: arn, WebIdentityToken })).toEqual({
        name: 'AccessDenied',
        message: 'Not authorized to perform sts:AssumeRoleWithWebIdentity',
        status: 403,
      });
    }
  });

  test('a guest opens guests’ roles alone', async () => {
    const IdentityId = await idOf(app, poolId);
    const { Token: WebIdentityToken } = await app.identity.send(new GetOpenIdTokenCommand({ IdentityId }));
    const guests = await people.role('guests', JSON.stringify(trustOf(poolId, 'unauthenticated')));
    expect((await assume({ RoleArn: guests, WebIdentityToken })).SubjectFromWebIdentityToken).toBe(IdentityId);
    expect((await refused({ RoleArn, WebIdentityToken })).name).toBe('AccessDenied');
  });

  test('expired, tampered and made-up tokens are refused', async () => {
    const { idToken } = await somebody(app, pool);
    const { WebIdentityToken } = await tokenOf(idToken);
    const [head = '', body = '', signature = ''] = WebIdentityToken.split('.');
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as object;
    const changed = `${head}.${encoded({ ...claims, sub: 'us-east-1:somebody-else' })}.${signature}`;
    const unsigned = `${encoded({ alg: 'none' })}.${body}.`;
    const byHmac = `${encoded({ alg: 'HS256', kid: 'x' })}.${body}`;
    const hmac = `${byHmac}.${createHmac('sha256', 'x').update(byHmac).digest('base64url')}`;
    for (const token of [changed, unsigned, hmac]) {
      expect(await refused({ RoleArn, WebIdentityToken: token })).toMatchObject({
        name: 'InvalidIdentityTokenException',
        status: 400,
      });
    }
    expect(await refused({ RoleArn, WebIdentityToken: 'not-a-token' })).toMatchObject({
      name: 'InvalidIdentityTokenException',
      message: 'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)',
    });
    app.clock.advance(11 * 60_000);
    expect(await refused({ RoleArn, WebIdentityToken })).toMatchObject({
      name: 'ExpiredTokenException',
      message: expect.stringMatching(
        /^Token expired: current date\/time \d+ must be before the expiration date\/time \d+$/,
      ),
    });
  });
});

describe('a provider that is registered in IAM', () => {
  const trust = (
    Condition: object = { StringEquals: { [`${PROVIDER}:aud`]: CLIENT, [`${PROVIDER}:sub`]: 'subject-1' } },
  ) => trusting({ Federated: PROVIDER_ARN }, [WEB, 'sts:TagSession', 'sts:SetSourceIdentity'], { Condition });
  let RoleArn: string;
  beforeAll(async () => {
    RoleArn = await people.role('federated', trust(), { Action: 'cognito-idp:ListUsers' });
  });

  test('its keys are asked for once', async () => {
    const answer = await assume({ RoleArn, WebIdentityToken: upstream.token() });
    expect(answer).toMatchObject({
      Provider: `https://${PROVIDER}`,
      Audience: CLIENT,
      SubjectFromWebIdentityToken: 'subject-1',
    });
    expect((await list(keysOf(answer.Credentials))).Users?.length).toBeGreaterThan(0);
    await assume({ RoleArn, WebIdentityToken: upstream.token() });
    expect(upstream.asked).toEqual([
      `https://${PROVIDER}/.well-known/openid-configuration`,
      'https://idp.example.com/keys',
    ]);
  });

  test('credential-providers bring tokens too', async () => {
    const provide = fromWebToken({
      roleArn: RoleArn,
      roleSessionName: 'provided',
      webIdentityToken: upstream.token(),
      clientConfig: { endpoint: app.endpoint, region: 'us-east-1' },
    });
    const who = await people.as(await provide()).sts.send(new GetCallerIdentityCommand({}));
    expect(who.Arn).toBe(`arn:aws:sts::${ACCOUNT}:assumed-role/federated/provided`);
  });

  test('other subjects, audiences and issuers are refused', async () => {
    expect(await refused({ RoleArn, WebIdentityToken: upstream.token({ sub: 'subject-2' }) })).toMatchObject({
      name: 'AccessDenied',
    });
    expect(await refused({ RoleArn, WebIdentityToken: upstream.token({ aud: 'app-2' }) })).toEqual({
      name: 'InvalidIdentityTokenException',
      message: 'Incorrect token audience',
      status: 400,
    });
    const stranger = upstream.token({ iss: 'https://evil.example.com' });
    expect((await refused({ RoleArn, WebIdentityToken: stranger })).message).toBe(
      'No OpenIDConnect provider found in your account for https://evil.example.com',
    );
    const foreignRole = RoleArn.replace(ACCOUNT, '111111111111');
    expect((await refused({ RoleArn: foreignRole, WebIdentityToken: upstream.token() })).message).toMatch(
      /^No OpenIDConnect provider found in your account/,
    );
  });

  test('another key, a missing claim, another time', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const forged = upstream.token({}, {}, privateKey);
    expect((await refused({ RoleArn, WebIdentityToken: forged })).name).toBe('InvalidIdentityTokenException');
    const unknownKey = upstream.token({}, { kid: 'k2' }, privateKey);
    expect((await refused({ RoleArn, WebIdentityToken: unknownKey })).name).toBe('InvalidIdentityTokenException');
    expect((await refused({ RoleArn, WebIdentityToken: upstream.token({ exp: undefined }) })).message).toBe(
      'Missing a required claim: exp',
    );
    expect((await refused({ RoleArn, WebIdentityToken: upstream.token({ aud: undefined }) })).message).toBe(
      'Missing a required claim: aud',
    );
    const now = Math.floor(app.clock.now() / 1_000);
    expect((await refused({ RoleArn, WebIdentityToken: upstream.token({ exp: now }) })).name).toBe(
      'ExpiredTokenException',
    );
    expect((await refused({ RoleArn, WebIdentityToken: upstream.token({ nbf: now + 3_600 }) })).name).toBe(
      'InvalidIdentityTokenException',
    );
  });

  test('what the token says about the session counts', async () => {
    const claims = {
      'https://aws.amazon.com/tags': { principal_tags: { team: ['red'] }, transitive_tag_keys: ['team'] },
      'https://aws.amazon.com/source_identity': 'Ann',
    };
    const team = await people.role('red-team', trust({ StringEquals: { 'aws:RequestTag/team': 'red' } }), {
      Action: 'cognito-idp:ListUsers',
      Condition: {
        StringEquals: {
          'aws:PrincipalTag/team': 'red',
          'aws:SourceIdentity': 'Ann',
          'aws:FederatedProvider': PROVIDER_ARN,
        },
      },
    });
    const answer = await assume({ RoleArn: team, WebIdentityToken: upstream.token(claims) });
    expect(answer.SourceIdentity).toBe('Ann');
    expect((await list(keysOf(answer.Credentials))).Users?.length).toBeGreaterThan(0);
    expect((await refused({ RoleArn: team, WebIdentityToken: upstream.token() })).name).toBe('AccessDenied');
    const two = { 'https://aws.amazon.com/tags': { principal_tags: { team: ['red', 'blue'] } } };
    expect((await refused({ RoleArn: team, WebIdentityToken: upstream.token(two) })).name).toBe(
      'InvalidIdentityTokenException',
    );
    const untagged = await people.role('no-tags', trusting({ Federated: PROVIDER_ARN }, WEB));
    expect((await refused({ RoleArn: untagged, WebIdentityToken: upstream.token(claims) })).message).toBe(
      'Not authorized to perform sts:TagSession',
    );
  });

  test('session policies and durations are as with AssumeRole', async () => {
    const Policy = policy({ Action: 'cognito-idp:ListUserPools' });
    const answer = await assume({ RoleArn, WebIdentityToken: upstream.token(), Policy, DurationSeconds: 900 });
    expect(answer.PackedPolicySize).toBeGreaterThan(0);
    expect((await failureOf(list(keysOf(answer.Credentials)))).message).toMatch(/because no session policy allows/);
    expect((await refused({ RoleArn, WebIdentityToken: upstream.token(), DurationSeconds: 7_200 })).name).toBe(
      'ValidationError',
    );
  });

  test('a provider that cannot be reached is said to be so', async () => {
    const other = new CreateOpenIDConnectProviderCommand({ Url: 'https://down.example.com', ClientIDList: [CLIENT] });
    await people.as(people.operator).iam.send(other);
    const token = upstream.token({ iss: 'https://down.example.com' });
    expect(await refused({ RoleArn, WebIdentityToken: token })).toMatchObject({
      name: 'IDPCommunicationErrorException',
      status: 400,
    });
  });
});

test('a user pool of this deployment, registered in IAM', async () => {
  const register = new CreateOpenIDConnectProviderCommand({
    Url: `https://${pool.provider}`,
    ClientIDList: [pool.clientId],
  });
  await people.as(people.operator).iam.send(register);
  const { idToken, accessToken, sub } = await somebody(app, pool);
  const Federated = `arn:aws:iam::${ACCOUNT}:oidc-provider/${pool.provider}`;
  const Condition = { StringEquals: { [`${pool.provider}:sub`]: sub, [`${pool.provider}:aud`]: pool.clientId } };
  const RoleArn = await people.role('of-user-pool', trusting({ Federated }, WEB, { Condition }));
  expect((await assume({ RoleArn, WebIdentityToken: idToken })).SubjectFromWebIdentityToken).toBe(sub);
  expect((await refused({ RoleArn, WebIdentityToken: accessToken })).name).toBe('InvalidIdentityTokenException');
  const stranger = await somebody(app, pool);
  expect((await refused({ RoleArn, WebIdentityToken: stranger.idToken })).name).toBe('AccessDenied');
  const otherPool = await makeUserPool(app);
  const foreign = await somebody(app, otherPool);
  expect((await refused({ RoleArn, WebIdentityToken: foreign.idToken })).message).toMatch(
    /^No OpenIDConnect provider found in your account/,
  );
});
