/** The tables of operations that a server loads when it is asked for their service. */
import { expect, test } from 'vitest';
import { cognitoIdentityOperations } from '../../src/aws/cognito-identity/index.ts';
import { cognitoIdpOperations } from '../../src/aws/cognito-idp/index.ts';
import { iamOperations } from '../../src/aws/iam/index.ts';
import { publicOperation } from '../../src/aws/operation.ts';
import { createService } from '../../src/aws/service.ts';
import { stsOperations } from '../../src/aws/sts/index.ts';

test.each([
  ['cognito-idp', cognitoIdpOperations],
  ['cognito-identity', cognitoIdentityOperations],
  ['sts', stsOperations],
  ['iam', iamOperations],
] as const)('%s: each operation is known to the model, under its kind of caller', async (name, table) => {
  const service = createService(name, table);
  for (const operation of Object.keys(table)) expect(await service.operation(operation)).toBe(table[operation]);
});

test('a table that comes later is held to the same', async () => {
  const wrong = { GetUser: publicOperation(async () => ({})) };
  await expect(createService('iam', async () => wrong).operation('GetUser')).rejects.toThrow(
    'GetUser is called signed, its handler is declared public',
  );
});

test('names of the language are no operations', async () => {
  expect(await createService('sts', stsOperations).operation('toString')).toBeUndefined();
});
