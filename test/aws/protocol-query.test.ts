import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadFacts } from '../../src/aws/model/model.ts';
import { query } from '../../src/aws/protocols/query.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

const iam = loadFacts('iam');
const sts = loadFacts('sts');

const formRequest = (form: string): Request =>
  new Request('http://localhost/', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: form,
  });

const decoded = (form: string): { name: string; input: object } => {
  const request = formRequest(form);
  const parsed = query.parse(new TextEncoder().encode(form), request);
  const route = query.route(request, [sts, iam], parsed);
  return { name: route.name, input: query.decode(route, parsed) };
};

const encoded = (name: string, output: object): string => {
  const [facts, operation] = [iam, iam.operations[name]];
  if (!operation) throw new Error(name);
  return query.encode({ facts, name, operation }, output, 'request-1').body;
};

describe('a form', () => {
  test('is read by the model: texts, numbers, nested lists; unknown fields are passed over', () => {
    const form =
      'Action=CreateRole&Version=2010-05-08&RoleName=r&MaxSessionDuration=7200&Tags.member.2.Key=b&Tags.member.2.Value=2' +
      '&Tags.member.1.Key=a&Tags.member.1.Value=1%261&Other.x=1&AssumeRolePolicyDocument=%7B%7D';
    expect(decoded(form)).toEqual({
      name: 'CreateRole',
      input: {
        RoleName: 'r',
        AssumeRolePolicyDocument: '{}',
        MaxSessionDuration: 7200,
        Tags: [
          { Key: 'a', Value: '1&1' },
          { Key: 'b', Value: '2' },
        ],
      },
    });
  });

  test('may have an empty list', () => {
    const { input } = decoded('Action=CreateRole&Version=2010-05-08&Tags=');
    expect(input).toEqual({ Tags: [] });
  });

  test('of a presigned address stands in its query', () => {
    const request = new Request('http://localhost/?Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Expires=60');
    expect(query.speaks(request)).toBe(true);
    const parsed = query.parse(new Uint8Array(), request);
    expect(query.route(request, [iam, sts], parsed).name).toBe('GetCallerIdentity');
  });

  test('may count without order and with gaps, and a field that comes again counts once', () => {
    const { input } = decoded(
      'Action=SimulateCustomPolicy&Version=2010-05-08&ActionNames.member.10=c&ActionNames.member.2=b' +
        '&ActionNames.member.2=x&ActionNames.member.0=y&ActionNames.member.z=z&MaxItems=5' +
        '&ContextEntries.member.1.ContextKeyValues.member.1=v&ContextEntries.member.1.ContextKeyName=aws:x',
    );
    expect(input).toEqual({
      ActionNames: ['b', 'c'],
      MaxItems: 5,
      ContextEntries: [{ ContextKeyName: 'aws:x', ContextKeyValues: ['v'] }],
    });
  });

  test.each([
    ['Action=CreateRole&Version=2010-05-08&MaxSessionDuration=4294967296', 'A value of the request has the wrong type'],
    ['Action=ListRoles&Version=2010-05-08&MaxItems=1.5', 'A value of the request has the wrong type'],
    ['Action=ListRoles&Version=2010-05-08&MaxItems=', 'A value of the request has the wrong type'],
    ['Action=CreateRole&Version=2010-05-08&MaxSessionDuration=soon', 'A value of the request has the wrong type'],
    [`Action=CreateRole&Version=2010-05-08&${'a.'.repeat(20)}b=1`, 'The form has too many fields'],
    ['Action=Missing&Version=2010-05-08', 'Could not find operation Missing for version 2010-05-08'],
    ['Action=CreateRole', 'Could not find operation CreateRole for version NO_VERSION_SPECIFIED'],
    ['Action=toString&Version=2010-05-08', 'Could not find operation toString for version 2010-05-08'],
    ['Version=2010-05-08', 'Missing Action'],
  ])('%s is refused', (form, message) => {
    expect(() => decoded(form)).toThrow(message);
  });
});

describe('an answer', () => {
  test('is XML: lists, times, flags, and text that is no markup', () => {
    const role = {
      Path: '/',
      RoleName: 'r',
      RoleId: 'AROA',
      Arn: 'a',
      CreateDate: new Date('2026-01-02T03:04:05.678Z'),
      Description: '<&">\u0000\r\n',
    };
    expect(encoded('ListRoles', { Roles: [role], IsTruncated: false })).toBe(
      '<ListRolesResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ListRolesResult><Roles><member>' +
        '<Path>/</Path><RoleName>r</RoleName><RoleId>AROA</RoleId><Arn>a</Arn>' +
        '<CreateDate>2026-01-02T03:04:05Z</CreateDate><Description>&lt;&amp;&quot;&gt;&#xD;\n</Description>' +
        '</member></Roles><IsTruncated>false</IsTruncated></ListRolesResult>' +
        '<ResponseMetadata><RequestId>request-1</RequestId></ResponseMetadata></ListRolesResponse>\n',
    );
  });

  test('has maps, bytes and numbers; what is null is left out', () => {
    const summary = encoded('GetAccountSummary', { SummaryMap: { Users: 3, Groups: 0 } });
    expect(summary).toContain(
      '<SummaryMap><entry><key>Users</key><value>3</value></entry><entry><key>Groups</key><value>0</value></entry></SummaryMap>',
    );
    const report = encoded('GetCredentialReport', { Content: new Uint8Array([1, 2, 255]), ReportFormat: null });
    expect(report).toContain('<GetCredentialReportResult><Content>AQL/</Content></GetCredentialReportResult>');
  });

  test('without output has its metadata', () => {
    expect(encoded('DeleteRole', {})).toBe(
      '<DeleteRoleResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">' +
        '<ResponseMetadata><RequestId>request-1</RequestId></ResponseMetadata></DeleteRoleResponse>\n',
    );
  });

  test('an error has the code and status that its shape says', () => {
    const route = {
      facts: iam,
      name: 'GetRole',
      operation: iam.operations['GetRole'] as NonNullable<unknown> as never,
    };
    const error = { code: 'NoSuchEntityException', message: 'gone', status: 400 };
    const { status, body } = query.encodeError(error, 'request-1', route);
    expect(status).toBe(404);
    expect(body).toBe(
      '<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type>' +
        '<Code>NoSuchEntity</Code><Message>gone</Message></Error><RequestId>request-1</RequestId></ErrorResponse>\n',
    );
  });
});

describe('over the wire', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.stop());

  const client = (credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }) =>
    new STSClient({ endpoint: app.endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });

  test('the operator hears who they are', async () => {
    const answer = await client({ accessKeyId: 'test', secretAccessKey: 'test' }).send(
      new GetCallerIdentityCommand({}),
    );
    expect(answer).toMatchObject({
      Account: '000000000000',
      Arn: 'arn:aws:iam::000000000000:root',
      UserId: '000000000000',
    });
  });

  test.each([
    [
      'a temporary key of nobody',
      { accessKeyId: 'ASIAABCDEFGHIJKLMNOP', secretAccessKey: 'x', sessionToken: 'forged' },
    ],
    ['a temporary key without its token', { accessKeyId: 'ASIAABCDEFGHIJKLMNOP', secretAccessKey: 'x' }],
    ['a session token beside a long-term key', { accessKeyId: 'test', secretAccessKey: 'x', sessionToken: 'forged' }],
  ])('%s is refused, in dev too', async (_what, credentials) => {
    await expect(client(credentials).send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: 'InvalidClientTokenId',
      message: 'The security token included in the request is invalid.',
      $metadata: { httpStatusCode: 403 },
    });
  });

  test('without a signature', async () => {
    const response = await fetch(app.endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'Action=GetCallerIdentity&Version=2011-06-15',
    });
    expect(response.status).toBe(403);
    expect(await response.text()).toContain('<Code>MissingAuthenticationToken</Code>');
  });

  test('an action that is not built says so', async () => {
    const response = await fetch(app.endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'Action=Nothing&Version=2011-06-15',
    });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('<Code>InvalidAction</Code>');
  });
});
