/** The dispatcher around operations that misbehave: what the model does not declare is loud here, and never leaks. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCallers } from '../../src/aws/callers/index.ts';
import { createDispatcher } from '../../src/aws/dispatch.ts';
import { type Operation, publicOperation, signedOperation, tokenOperation } from '../../src/aws/operation.ts';
import { ServiceError } from '../../src/core/errors.ts';
import type { Log } from '../../src/core/ports.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { devSignature } from './support/wire.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(async () => {
  await app.stop();
});

const POOL = 'us-east-1_abcdefghi';

const dispatch = async (
  operations: Record<string, Operation>,
  name: string,
  input: object,
  options: { strict?: boolean; limited?: string[] } = {},
) => {
  const lines: string[] = [];
  const write = (level: string) => (fields: object, message: string) => {
    lines.push(JSON.stringify({ level, ...fields, message }));
  };
  const log: Log = {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: () => log,
  };
  const dispatcher = createDispatcher({
    core: app.core,
    services: { 'cognito-idp': operations },
    callers: createCallers(app.core, { anyAccessKey: true, operatorAccount: '123456789012' }),
    rateLimit: (operation, owner) => options.limited?.push(`${operation} of ${owner}`),
    log,
    strict: options.strict,
  });
  const request = new Request(app.endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognitoIdentityProviderService.${name}`,
      ...devSignature(),
    },
    body: JSON.stringify(input),
  });
  const peer: { id: string; sourceIp: string; secure: boolean; operation?: string; errorCode?: string } = {
    id: 'id-1',
    sourceIp: '::1',
    secure: false,
  };
  const { status, body: text } = await dispatcher(request, peer);
  return { status, body: text === '' ? {} : (JSON.parse(text) as object), lines, peer };
};

const answering = (output: object): Record<string, Operation> => ({
  DescribeUserPool: signedOperation(async () => output),
});
const failing = (error: Error): Record<string, Operation> => ({
  DescribeUserPool: signedOperation(async () => {
    throw error;
  }),
});

describe('an answer that the model does not declare', () => {
  test.each([
    ['an unknown member', { UserPool: { Id: POOL, Colour: 'red' } }, '.UserPool.Colour'],
    ['a wrong type', { UserPool: { CreationDate: 1 } }, '.UserPool.CreationDate (no timestamp)'],
    [
      'a value outside the enum',
      { UserPool: { MfaConfiguration: 'MAYBE' } },
      '.UserPool.MfaConfiguration (not in the enum)',
    ],
    [
      'a missing member',
      { UserPool: { AccountRecoverySetting: { RecoveryMechanisms: [{}] } } },
      '.UserPool.AccountRecoverySetting.RecoveryMechanisms[0].Priority (missing), .UserPool.AccountRecoverySetting.RecoveryMechanisms[0].Name (missing)',
    ],
  ])('%s is a loud defect in strict mode', async (_what, output, told) => {
    const { status, body } = await dispatch(
      answering(output),
      'DescribeUserPool',
      { UserPoolId: POOL },
      { strict: true },
    );
    expect(status).toBe(500);
    expect(body).toEqual({
      __type: 'InternalErrorException',
      message: `DescribeUserPool answered what the model does not declare: ${told}`,
    });
  });

  test('is cut down to what is declared otherwise', async () => {
    const output = {
      UserPool: { Id: POOL, Colour: 'red', Name: undefined, CreationDate: new Date(1_700_000_000_123) },
    };
    const { status, body } = await dispatch(answering(output), 'DescribeUserPool', { UserPoolId: POOL });
    expect(status).toBe(200);
    expect(body).toEqual({ UserPool: { Id: POOL, CreationDate: 1_700_000_000.123 } });
  });
});

describe('an error that the model does not declare', () => {
  const operations = failing(new ServiceError('CodeMismatchException', 'Wrong code.'));

  test('is a loud defect in strict mode', async () => {
    const { status, body } = await dispatch(operations, 'DescribeUserPool', { UserPoolId: POOL }, { strict: true });
    expect(status).toBe(500);
    expect(body).toEqual({
      __type: 'InternalErrorException',
      message: 'DescribeUserPool answered CodeMismatchException, which the model does not declare: Wrong code.',
    });
  });

  test('is answered, and noted in the log, otherwise', async () => {
    const { status, body, lines } = await dispatch(operations, 'DescribeUserPool', { UserPoolId: POOL });
    expect({ status, body }).toEqual({
      status: 400,
      body: { __type: 'CodeMismatchException', message: 'Wrong code.' },
    });
    expect(lines).toEqual([
      JSON.stringify({
        level: 'warn',
        requestId: 'id-1',
        operation: 'DescribeUserPool',
        errorCode: 'CodeMismatchException',
        message: 'the model does not declare this error',
      }),
    ]);
  });
});

test('a defect answers 500 without saying what broke; the log says it, without the input', async () => {
  const operations = failing(new TypeError('cannot read properties of undefined'));
  const input = { UserPoolId: POOL, Unknown: 'hunter2' };
  const { status, body, lines, peer } = await dispatch(operations, 'DescribeUserPool', input);
  expect({ status, body }).toEqual({
    status: 500,
    body: { __type: 'InternalErrorException', message: 'Internal server error' },
  });
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 'error',
    requestId: 'id-1',
    operation: 'DescribeUserPool',
    error: { name: 'TypeError', message: 'cannot read properties of undefined' },
  });
  expect(lines[0]).not.toContain('hunter2');
  expect(peer).toMatchObject({ operation: 'DescribeUserPool', errorCode: 'InternalErrorException' });
});

test('a declared error is nobody to log about', async () => {
  const operations = failing(new ServiceError('ResourceNotFoundException', 'User pool x does not exist.'));
  const { status, lines } = await dispatch(operations, 'DescribeUserPool', { UserPoolId: POOL });
  expect({ status, lines }).toEqual({ status: 400, lines: [] });
});

test('a handler gets what it is called with: dates and bytes decoded, nulls and unknown members gone', async () => {
  const seen: object[] = [];
  const operations = {
    SetUICustomization: signedOperation(async (_core, input, caller) => {
      seen.push(input, caller);
      return { UICustomization: {} };
    }),
  };
  const input = { UserPoolId: POOL, CSS: null, ImageFile: 'YWJj', Unknown: 1 };
  const { status } = await dispatch(operations, 'SetUICustomization', input, { strict: true });
  expect(status).toBe(200);
  expect(seen).toEqual([
    { UserPoolId: POOL, ImageFile: new Uint8Array([97, 98, 99]) },
    {
      account: '123456789012',
      region: 'us-east-1',
      accessKeyId: 'unknown',
      principal: { kind: 'root', account: '123456789012' },
    },
  ]);
});

test('a map key that names the prototype stays a key', async () => {
  const seen: object[] = [];
  const operations = {
    CreateUserPool: signedOperation(async (_core, input: { UserPoolTags?: object }) => {
      seen.push(input.UserPoolTags ?? {});
      return {};
    }),
  };
  const tags = JSON.parse('{"__proto__":"a","constructor":"b"}') as object;
  await dispatch(operations, 'CreateUserPool', { PoolName: 'a', UserPoolTags: tags });
  expect(Object.entries(seen[0] ?? {})).toEqual([
    ['__proto__', 'a'],
    ['constructor', 'b'],
  ]);
  expect(Object.getPrototypeOf(seen[0])).toBe(Object.prototype);
});

describe('rates are counted', () => {
  test('for the account and region of a signed call', async () => {
    const limited: string[] = [];
    await dispatch(answering({}), 'DescribeUserPool', { UserPoolId: POOL }, { limited });
    expect(limited).toEqual(['DescribeUserPool of 123456789012/us-east-1']);
  });

  test('for the client that a public call names, while no pool is known', async () => {
    const limited: string[] = [];
    const operations = { ForgotPassword: publicOperation(async () => ({})) };
    await dispatch(operations, 'ForgotPassword', { ClientId: 'nobody', Username: 'ada' }, { limited });
    expect(limited).toEqual(['ForgotPassword of nobody']);
  });
});

test('an access token that the model calls optional is demanded where nothing works without it', async () => {
  const operations = { GetDevice: tokenOperation(async () => ({})) };
  const input = { DeviceKey: 'us-east-1_7c9e6679-7425-40de-944b-e07fc1f90ae7' };
  const { body } = await dispatch(operations, 'GetDevice', input);
  expect(body).toEqual({
    __type: 'InvalidParameterException',
    message:
      "1 validation error detected: Value at 'accessToken' failed to satisfy constraint: Member must not be null",
  });
});

describe('a table of operations that cannot be right stops the start', () => {
  const start = (operations: Record<string, Operation>) => dispatch(operations, 'DescribeUserPool', {});

  test('an operation that the model lacks', async () => {
    const operations = { DescribeUserPol: signedOperation(async () => ({})) };
    await expect(start(operations)).rejects.toThrow('cognito-idp has no operation DescribeUserPol');
  });

  test('a signed operation that would be open to everybody', async () => {
    const operations = { DescribeUserPool: publicOperation(async () => ({})) };
    await expect(start(operations)).rejects.toThrow(
      'DescribeUserPool is called signed, its handler is declared public',
    );
  });
});
