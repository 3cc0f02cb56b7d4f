/** AssumeRoleWithSAML: assertions of a provider that is registered in IAM. */
import { createHash } from 'node:crypto';
import { ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { CreateSAMLProviderCommand } from '@aws-sdk/client-iam';
import { AssumeRoleWithSAMLCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ACCOUNT, failureOf, keysOf, type People, peopleOf, trusting } from '../credentials/support.ts';
import { assertion, type Claims, response, signed } from '../saml/support/forge.ts';
import { createKey, type Key } from '../saml/support/key.ts';
import { ENTITY, metadataOf } from '../saml/support/upstream.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

const RECIPIENT = 'https://signin.aws.amazon.com/saml';
const ATTRIBUTES = 'https://aws.amazon.com/SAML/Attributes/';
const PrincipalArn = `arn:aws:iam::${ACCOUNT}:saml-provider/corporate`;
const SAML = 'sts:AssumeRoleWithSAML';
const TRUST = trusting({ Federated: PrincipalArn }, [SAML, 'sts:TagSession', 'sts:SetSourceIdentity'], {
  Condition: { StringEquals: { 'saml:aud': RECIPIENT, 'saml:iss': ENTITY, 'saml:sub_type': 'persistent' } },
});

let app: TestApp;
let people: People;
let key: Key;
let RoleArn: string;

beforeAll(async () => {
  app = await startTestApp();
  people = await peopleOf(app);
  key = await createKey();
  const SAMLMetadataDocument = metadataOf({
    url: 'https://idp.example.com',
    key,
    offers: ['post'],
    logout: undefined,
  }).padEnd(1_000);
  const create = new CreateSAMLProviderCommand({ Name: 'corporate', SAMLMetadataDocument });
  await people.as(people.operator).iam.send(create);
  RoleArn = await people.role('staff', TRUST, { Action: 'cognito-idp:ListUserPools' });
});
afterAll(() => app.stop());

type Attributes = Record<string, string | readonly string[]>;

const statement = (attributes: Attributes): string => {
  const each = Object.entries(attributes).map(([name, values]) => {
    const texts = [values].flat().map((value) => `<saml:AttributeValue>${value}</saml:AttributeValue>`);
    return `<saml:Attribute Name="${ATTRIBUTES}${name}">${texts.join('')}</saml:Attribute>`;
  });
  return `<saml:AttributeStatement>${each.join('')}</saml:AttributeStatement>`;
};

const own = (): Attributes => ({ Role: `${RoleArn},${PrincipalArn}`, RoleSessionName: 'ann@example.com' });

const documentOf = (claims: Partial<Claims> = {}, attributes: Attributes = own(), by: Key = key): string => {
  const whole: Claims = {
    id: `_${crypto.randomUUID()}`,
    issuer: ENTITY,
    nameId: 'ann-1',
    audience: 'urn:amazon:webservices',
    recipient: RECIPIENT,
    inResponseTo: undefined,
    method: 'urn:oasis:names:tc:SAML:2.0:cm:bearer',
    notBefore: -10,
    notOnOrAfter: 300,
    confirmedUntil: 300,
    issuedAt: 0,
    authenticatedAt: 0,
    sessionUntil: undefined,
    more: statement(attributes),
    ...claims,
  };
  const persistent = '<saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">';
  const xml = assertion(whole, app.clock.now()).replace('<saml:NameID>', persistent);
  return Buffer.from(response(signed(xml, by), { destination: whole.recipient })).toString('base64');
};

const assume = (
  SAMLAssertion: string,
  more: { RoleArn?: string; PrincipalArn?: string; DurationSeconds?: number } = {},
) =>
  people
    .as({ accessKeyId: '', secretAccessKey: '' })
    .sts.send(new AssumeRoleWithSAMLCommand({ RoleArn, PrincipalArn, SAMLAssertion, ...more }));
const refused = (document: string, more = {}) => failureOf(assume(document, more));

test('an assertion opens the role that it names', async () => {
  const answer = await assume(documentOf());
  expect(answer).toMatchObject({
    AssumedRoleUser: { Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/staff/ann@example.com` },
    Subject: 'ann-1',
    SubjectType: 'persistent',
    Issuer: ENTITY,
    Audience: RECIPIENT,
    NameQualifier: createHash('sha1').update(`${ENTITY}${ACCOUNT}/corporate`).digest('base64'),
  });
  const { cognito } = people.as(keysOf(answer.Credentials));
  expect((await cognito.send(new ListUserPoolsCommand({ MaxResults: 5 }))).UserPools).toEqual([]);
});

test('tags and source identity come from attributes', async () => {
  const tagged = await people.role('tagged-staff', TRUST, {
    Action: 'cognito-idp:ListUserPools',
    Condition: {
      StringEquals: { 'aws:PrincipalTag/team': 'red', 'aws:SourceIdentity': 'Ann', 'saml:doc': `${ACCOUNT}/corporate` },
    },
  });
  const attributes = { ...own(), Role: `${PrincipalArn},${tagged}` };
  const more = { 'PrincipalTag:team': 'red', TransitiveTagKeys: 'team', SourceIdentity: 'Ann' };
  const answer = await assume(documentOf({}, { ...attributes, ...more }), { RoleArn: tagged });
  expect(answer.SourceIdentity).toBe('Ann');
  const { cognito } = people.as(keysOf(answer.Credentials));
  expect((await cognito.send(new ListUserPoolsCommand({ MaxResults: 5 }))).UserPools).toEqual([]);
  const plain = people.as(keysOf((await assume(documentOf({}, attributes), { RoleArn: tagged })).Credentials)).cognito;
  expect((await failureOf(plain.send(new ListUserPoolsCommand({ MaxResults: 5 })))).name).toBe('AccessDeniedException');
});

test('the provider’s own session may end earlier', async () => {
  const { Credentials } = await assume(documentOf({ sessionUntil: 1_200 }), { DurationSeconds: 3_600 });
  expect(Math.round(((Credentials?.Expiration?.getTime() ?? 0) - app.clock.now()) / 60_000)).toBe(20);
});

describe('refused', () => {
  const INVALID = 'InvalidIdentityTokenException';
  const EXPIRED = 'ExpiredTokenException';

  test('what is not signed by the provider', async () => {
    const stranger = await createKey('stranger');
    expect(await refused(documentOf({}, own(), stranger))).toEqual({
      name: INVALID,
      message: 'Response signature invalid',
      status: 400,
    });
    const changed = Buffer.from(documentOf(), 'base64').toString().replace('ann-1', 'bob-1');
    expect((await refused(Buffer.from(changed).toString('base64'))).message).toBe('Response signature invalid');
    expect((await refused('****')).message).toBe('Invalid base64 SAMLResponse');
  });

  test.each([
    ['another issuer', { issuer: 'urn:other' }, INVALID],
    ['another audience', { audience: 'urn:amazon:cognito:sp:us-east-1_x' }, INVALID],
    ['another recipient', { recipient: 'https://evil.example.com/saml' }, INVALID],
    ['a recipient that looks alike', { recipient: 'https://signin.aws.amazon.com.evil.example.com/saml' }, INVALID],
    ['an answer to somebody’s request', { inResponseTo: '_request' }, INVALID],
    ['no bearer', { method: 'urn:oasis:names:tc:SAML:2.0:cm:holder-of-key' }, INVALID],
    ['not yet valid', { notBefore: 600 }, INVALID],
    ['over', { notOnOrAfter: -90 }, EXPIRED],
    ['its confirmation is over', { confirmedUntil: -90 }, EXPIRED],
    ['no end of its confirmation', { confirmedUntil: undefined }, EXPIRED],
    ['issued more than five minutes ago', { issuedAt: -400 }, EXPIRED],
    ['the session is over', { sessionUntil: -90 }, EXPIRED],
  ])('%s', async (_what, claims, code) => {
    expect((await refused(documentOf(claims))).name).toBe(code);
  });

  test.each([
    ['no name for the session', { RoleSessionName: [] }, 'RoleSessionName is required in AuthnResponse'],
    [
      'a name with spaces',
      { RoleSessionName: 'a b' },
      'RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}',
    ],
    ['no role', { Role: [] }, 'Not authorized to perform sts:AssumeRoleWithSAML'],
    [
      'another provider’s role',
      { Role: `${PrincipalArn}x,arn:aws:iam::${ACCOUNT}:role/staff` },
      'Not authorized to perform sts:AssumeRoleWithSAML',
    ],
  ])('%s', async (_what, attributes, message) => {
    expect((await refused(documentOf({}, { ...own(), ...attributes }))).message).toBe(message);
  });

  test('a role that does not trust the provider, although the assertion names it', async () => {
    const closed = await people.role('closed', trusting({ AWS: ACCOUNT }));
    const document = documentOf({}, { ...own(), Role: `${closed},${PrincipalArn}` });
    expect(await refused(document, { RoleArn: closed })).toEqual({
      name: 'AccessDenied',
      message: 'Not authorized to perform sts:AssumeRoleWithSAML',
      status: 403,
    });
  });

  test('a provider that nobody registered', async () => {
    const missing = `arn:aws:iam::${ACCOUNT}:saml-provider/missing`;
    expect((await refused(documentOf(), { PrincipalArn: missing })).message).toBe("Specified provider doesn't exist");
  });
});
