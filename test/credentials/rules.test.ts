/** Every signed operation says what it asks of policies: one that does not would be for the owner alone. */
import { describe, expect, test } from 'vitest';
import { RULES } from '../../src/aws/authorize/index.ts';
import { cognitoIdentityOperations } from '../../src/aws/cognito-identity/index.ts';
import { cognitoIdpOperations } from '../../src/aws/cognito-idp/index.ts';
import { iamOperations } from '../../src/aws/iam/index.ts';
import { loadFacts, type ServiceName } from '../../src/aws/model/model.ts';
import type { Operation } from '../../src/aws/operation.ts';
import { stsOperations } from '../../src/aws/sts/index.ts';

const BUILT: readonly (readonly [ServiceName, Readonly<Record<string, Operation>>])[] = [
  ['cognito-idp', cognitoIdpOperations],
  ['cognito-identity', cognitoIdentityOperations],
  ['sts', stsOperations],
  ['iam', iamOperations],
];

describe.each(BUILT)('%s', (service, operations) => {
  test('every signed operation has a rule', () => {
    const signed = Object.entries(operations).filter(([, { caller }]) => caller === 'signed');
    expect(signed.map(([name]) => name).filter((name) => RULES[service]?.[name] === undefined)).toEqual([]);
  });

  test('every rule is of a signed operation of the API', () => {
    const facts = loadFacts(service).operations;
    expect(Object.keys(RULES[service] ?? {}).filter((name) => facts[name]?.caller !== 'signed')).toEqual([]);
  });

  test('what a rule reads is a member of the input', () => {
    const { operations: facts, shapes } = loadFacts(service);
    const named = { 'cognito-idp': 'UserPoolId', 'cognito-identity': 'IdentityPoolId', sts: '', iam: '' }[
      service as 'iam'
    ];
    const members = (name: string) => {
      const shape = shapes[facts[name]?.input ?? ''];
      return shape?.type === 'structure' ? Object.keys(shape.members) : [];
    };
    const withPool = Object.keys(facts).filter(
      (name) => facts[name]?.caller === 'signed' && members(name).includes(named),
    );
    const others = Object.entries(RULES[service] ?? {}).filter(([name]) => !withPool.includes(name));
    const onPool = RULES[service]?.[withPool[0] ?? ''];
    expect(others.filter(([, rule]) => onPool !== undefined && rule === onPool).map(([name]) => name)).toEqual([]);
    expect(withPool.filter((name) => RULES[service]?.[name] !== onPool)).toEqual([]);
  });
});
