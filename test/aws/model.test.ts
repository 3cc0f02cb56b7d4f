/** The facts against the official SDK packages: what the packages can call and send, the facts know. */
import { expect, test } from 'vitest';
import { missingOperations } from '../../scripts/distill-model.ts';
import { readSdk } from '../../scripts/model/sdk.ts';
import { loadFacts, memberShapeName, type ServiceName, shapeOf } from '../../src/aws/model/model.ts';

const SERVICES: readonly ServiceName[] = ['cognito-idp', 'cognito-identity', 'cognito-sync', 'sts', 'iam'];

test('no operation of the newest SDK packages is missing', async () => {
  expect(await missingOperations()).toEqual([]);
});

test('the user pools API has its 140 operations, the others theirs', () => {
  const counts = SERVICES.slice(0, 4).map((service) => Object.keys(loadFacts(service).operations).length);
  expect(counts).toEqual([140, 23, 17, 11]);
});

test.each(SERVICES)('%s: every member that the SDK knows is known', async (service) => {
  const facts = loadFacts(service);
  const gaps: string[] = [];
  for (const { name, members } of (await readSdk(service)).structures) {
    const shape = facts.shapes[name];
    for (const member of members) {
      const known = shape?.type === 'structure' ? shape.members[member.name] : undefined;
      if (known === undefined) gaps.push(`${name}.${member.name}`);
    }
  }
  expect(gaps).toEqual([]);
});

test.each(SERVICES)('%s: every shape that is named exists', (service) => {
  const facts = loadFacts(service);
  const named = [
    ...Object.values(facts.operations).flatMap(({ input, output, errors }) => [input, output, ...errors]),
    ...Object.values(facts.shapes).flatMap((shape) => {
      if (shape.type === 'structure') return Object.values(shape.members).map(memberShapeName);
      if (shape.type === 'list') return [shape.member];
      return shape.type === 'map' ? [shape.key, shape.value] : [];
    }),
  ];
  expect(named.filter((name) => name !== undefined && facts.shapes[name] === undefined)).toEqual([]);
});

test('newer operations carry the constraints of the members they share with older ones', () => {
  const facts = loadFacts('cognito-idp');
  expect(facts.operations['AdminDeleteSoftwareToken']).toEqual({
    caller: 'signed',
    input: 'AdminDeleteSoftwareTokenRequest',
    output: 'AdminDeleteSoftwareTokenResponse',
    errors: [
      'InternalErrorException',
      'InvalidParameterException',
      'NotAuthorizedException',
      'OperationNotEnabledException',
      'ResourceNotFoundException',
      'TooManyRequestsException',
      'UserNotConfirmedException',
      'UserNotFoundException',
    ],
  });
  expect(shapeOf(facts, 'AdminDeleteSoftwareTokenRequest')).toEqual({
    type: 'structure',
    members: { UserPoolId: 'UserPoolIdType', Username: 'UsernameType' },
    required: ['UserPoolId', 'Username'],
  });
  expect(facts.operations['ListUserSessions']?.caller).toBe('token');
  expect(facts.operations['AssociateSoftwareToken']?.caller).toBe('token-or-session');
  expect(facts.operations['SignUp']?.caller).toBe('public');
});
