import {
  AddCustomAttributesCommand,
  DescribeUserPoolCommand,
  type SchemaAttributeType,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPool } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { invalid, refusal } from './refusal.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

const attribute = async (Schema: SchemaAttributeType[], name: string) =>
  (await createPool(app, { Schema })).SchemaAttributes?.find(({ Name }) => Name === name);

const add = (UserPoolId: string, CustomAttributes: SchemaAttributeType[]) =>
  app.cognito.send(new AddCustomAttributesCommand({ UserPoolId, CustomAttributes }));

const schemaOf = async (UserPoolId: string) =>
  (await app.cognito.send(new DescribeUserPoolCommand({ UserPoolId }))).UserPool?.SchemaAttributes ?? [];

describe('standard attributes', () => {
  it('can be required, immutable and tighter', async () => {
    const given: SchemaAttributeType = {
      Name: 'email',
      AttributeDataType: 'String',
      Required: true,
      Mutable: false,
      StringAttributeConstraints: { MinLength: '5', MaxLength: '100' },
    };
    expect(await attribute([given], 'email')).toEqual({ ...given, DeveloperOnlyAttribute: false });
  });

  it('keep their place and their constraints where only `Required` is given', async () => {
    const { SchemaAttributes } = await createPool(app, { Schema: [{ Name: 'birthdate', Required: true }] });
    expect(SchemaAttributes?.map(({ Name }) => Name).indexOf('birthdate')).toBe(13);
    expect(SchemaAttributes).toHaveLength(21);
    expect(SchemaAttributes?.[13]).toMatchObject({
      Required: true,
      StringAttributeConstraints: { MinLength: '10', MaxLength: '10' },
    });
  });

  it('include sub, which no owner changes', async () => {
    expect(await attribute([{ Name: 'sub', Mutable: true, Required: false }], 'sub')).toMatchObject({
      Mutable: false,
      Required: true,
    });
  });

  it.each<SchemaAttributeType>([
    { Name: 'email', AttributeDataType: 'Number' },
    { Name: 'updated_at', AttributeDataType: 'String' },
    { Name: 'email_verified', AttributeDataType: 'String' },
    { Name: 'email', DeveloperOnlyAttribute: true },
  ])('keep their type and readers: %o', async (given) => {
    expect(await refusal(createPool(app, { Schema: [given] }))).toEqual(
      invalid(
        'You can not change AttributeDataType or set developerOnlyAttribute ' +
          `for standard schema attribute ${given.Name}`,
      ),
    );
  });

  it('are named once', async () => {
    expect(await refusal(createPool(app, { Schema: [{ Name: 'email' }, { Name: 'email' }] }))).toEqual(
      invalid('Duplicate custom attribute names email are not allowed in a user pool schema.'),
    );
  });
});

describe('custom attributes', () => {
  it.each<[SchemaAttributeType, SchemaAttributeType]>([
    [
      { Name: 'tier', AttributeDataType: 'String' },
      { Name: 'custom:tier', DeveloperOnlyAttribute: false, Mutable: true, StringAttributeConstraints: {} },
    ],
    [
      {
        Name: 'age',
        AttributeDataType: 'Number',
        Mutable: false,
        NumberAttributeConstraints: { MinValue: '-5', MaxValue: '150' },
        StringAttributeConstraints: { MinLength: '1' },
      },
      {
        Name: 'custom:age',
        DeveloperOnlyAttribute: false,
        Mutable: false,
        NumberAttributeConstraints: { MinValue: '-5', MaxValue: '150' },
      },
    ],
    [
      { Name: 'since', AttributeDataType: 'DateTime', Mutable: true },
      { Name: 'custom:since', DeveloperOnlyAttribute: false, Mutable: true },
    ],
    [
      { Name: 'vip', AttributeDataType: 'Boolean' },
      { Name: 'custom:vip', DeveloperOnlyAttribute: false, Mutable: true },
    ],
    [
      {
        Name: 'note',
        AttributeDataType: 'String',
        DeveloperOnlyAttribute: true,
        StringAttributeConstraints: { MaxLength: '10' },
      },
      {
        Name: 'dev:custom:note',
        DeveloperOnlyAttribute: true,
        Mutable: true,
        StringAttributeConstraints: { MaxLength: '10' },
      },
    ],
  ])('%o', async (given, shown) => {
    expect(await attribute([given], shown.Name as string)).toEqual({
      AttributeDataType: given.AttributeDataType,
      Required: false,
      ...shown,
    });
  });

  it('come behind the standard ones, and can be added later', async () => {
    const pool = await createPool(app, { Schema: [{ Name: 'b', AttributeDataType: 'String' }] });
    app.clock.advance(1_000);
    await add(pool.Id, [
      { Name: 'a', AttributeDataType: 'String' },
      { Name: 'a', AttributeDataType: 'Number', DeveloperOnlyAttribute: true },
    ]);
    const names = (await schemaOf(pool.Id)).map(({ Name }) => Name);
    expect(names.slice(-4)).toEqual(['identities', 'custom:b', 'custom:a', 'dev:custom:a']);
    const described = await app.cognito.send(new DescribeUserPoolCommand({ UserPoolId: pool.Id }));
    expect(Number(described.UserPool?.LastModifiedDate)).toBeGreaterThan(Number(pool.LastModifiedDate));
  });

  it.each<[string, SchemaAttributeType[], string]>([
    [
      'no type',
      [{ Name: 'x' }],
      'Invalid AttributeDataType input, consider using the provided AttributeDataType enum.',
    ],
    ['no name', [{ AttributeDataType: 'String' }], 'Every schema attribute must have a Name.'],
    [
      'required',
      [{ Name: 'x', AttributeDataType: 'String', Required: true }],
      'Required custom attributes are not supported currently.',
    ],
    [
      'named twice',
      [
        { Name: 'x', AttributeDataType: 'String' },
        { Name: 'x', AttributeDataType: 'Number' },
      ],
      'Duplicate custom attribute names custom:x are not allowed in a user pool schema.',
    ],
    [
      'longer than any attribute',
      [{ Name: 'x', AttributeDataType: 'String', StringAttributeConstraints: { MaxLength: '2049' } }],
      'user.custom:x: String attributes cannot have a length of more than 2048',
    ],
    [
      'minimum length above the maximum',
      [{ Name: 'x', AttributeDataType: 'String', StringAttributeConstraints: { MinLength: '10', MaxLength: '9' } }],
      "Attribute custom:x cannot have a max length shorter than it's min length",
    ],
    [
      'minimum above the maximum',
      [{ Name: 'x', AttributeDataType: 'Number', NumberAttributeConstraints: { MinValue: '10', MaxValue: '9' } }],
      "Attribute custom:x cannot have a max value smaller than it's min value",
    ],
    ...['-1', '1.5', 'many', ''].map((MinLength): [string, SchemaAttributeType[], string] => [
      `a length of "${MinLength}"`,
      [{ Name: 'x', AttributeDataType: 'String', StringAttributeConstraints: { MinLength } }],
      'Invalid StringAttributeConstraints for schema attribute custom:x',
    ]),
    [
      'a limit that is no number',
      [{ Name: 'x', AttributeDataType: 'Number', NumberAttributeConstraints: { MaxValue: 'high' } }],
      'Invalid NumberAttributeConstraints for schema attribute custom:x',
    ],
  ])('refused: %s', async (_, Schema, message) => {
    expect(await refusal(createPool(app, { Schema }))).toEqual(invalid(message));
    const { Id } = await createPool(app);
    expect(await refusal(add(Id, Schema))).toEqual(invalid(message));
    expect(await schemaOf(Id)).toHaveLength(21);
  });

  it('that exist already are refused', async () => {
    const { Id } = await createPool(app, { Schema: [{ Name: 'tier', AttributeDataType: 'String' }] });
    expect(await refusal(add(Id, [{ Name: 'tier', AttributeDataType: 'Number' }]))).toEqual(
      invalid('custom:tier: Existing attribute already has name custom:tier.'),
    );
  });

  it('may have the name of a standard one, which the prefix keeps apart', async () => {
    const { Id } = await createPool(app);
    await add(Id, [{ Name: 'email', AttributeDataType: 'Number' }]);
    expect((await schemaOf(Id)).map(({ Name }) => Name)).toContain('custom:email');
  });

  it('are fifty at most', async () => {
    const many = (count: number, prefix: string) =>
      Array.from({ length: count }, (_, index) => ({
        Name: `${prefix}${index}`,
        AttributeDataType: 'String' as const,
      }));
    const { Id } = await createPool(app, { Schema: many(49, 'a') });
    const full = invalid('A user pool can have at most 50 custom attributes.');
    expect(await refusal(add(Id, many(2, 'b')))).toEqual(full);
    await add(Id, many(1, 'b'));
    expect(await refusal(add(Id, many(1, 'c')))).toEqual(full);
    expect(await schemaOf(Id)).toHaveLength(71);
  });

  it('added by many at once are all there', async () => {
    const { Id } = await createPool(app);
    const names = Array.from({ length: 8 }, (_, index) => `n${index}`);
    await Promise.all(names.map((Name) => add(Id, [{ Name, AttributeDataType: 'String' }])));
    const shown = (await schemaOf(Id)).slice(21).map(({ Name }) => Name);
    expect(shown.sort()).toEqual(names.map((name) => `custom:${name}`));
  });

  it('added by two under one name are added once', async () => {
    const { Id } = await createPool(app);
    const both = await Promise.allSettled([1, 2].map(() => add(Id, [{ Name: 'x', AttributeDataType: 'String' }])));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});
