/** A service of this door: its facts, the operations that have a handler, and their compiled validators. */
import { loadFacts, type ServiceFacts, type ServiceName } from './model/model.ts';
import type { Operation } from './operation.ts';
import { type Validator, validatorOf } from './validate.ts';

export interface Service {
  readonly facts: ServiceFacts;
  readonly operations: Readonly<Record<string, Operation>>;
  /** Compiled at an operation's first call. */
  validator(operation: string): Validator;
}

/** @throws Error when the table holds an operation that the model lacks, or under the wrong kind of caller */
export const createService = (name: ServiceName, operations: Readonly<Record<string, Operation>>): Service => {
  const facts = loadFacts(name);
  for (const [operation, { caller }] of Object.entries(operations)) assertCaller(facts, operation, caller);
  const validators = new Map<string, Validator>();
  return {
    facts,
    operations,
    validator: (operation) => {
      const known = validators.get(operation);
      if (known !== undefined) return known;
      const input = facts.operations[operation]?.input;
      const validator = input === undefined ? () => {} : validatorOf(facts, input);
      validators.set(operation, validator);
      return validator;
    },
  };
};

const assertCaller = (facts: ServiceFacts, operation: string, caller: Operation['caller']): void => {
  const declared = facts.operations[operation]?.caller;
  if (declared === undefined) throw new Error(`${facts.service} has no operation ${operation}`);
  const expected = declared === 'token-or-session' ? 'public' : declared;
  if (caller !== expected) throw new Error(`${operation} is called ${expected}, its handler is declared ${caller}`);
};
