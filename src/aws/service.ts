/** A service of this door: its facts, the operations that have a handler, and their compiled validators. */
import { loadFacts, type ServiceFacts, type ServiceName } from './model/model.ts';
import type { Operation } from './operation.ts';
import { type Validator, validatorOf } from './validate.ts';

export type Operations = Readonly<Record<string, Operation>>;

export interface Service {
  readonly facts: ServiceFacts;
  /** Undefined: known to the model, but not built. */
  operation(name: string): Promise<Operation | undefined>;
  /** Compiled at an operation's first call. */
  validator(operation: string): Validator;
}

/**
 * `load` is asked at the first call: a server that nobody asks for a service stays small.
 * @throws Error when a table that is there already holds an operation that the model lacks, or under the wrong kind of caller
 */
export const createService = (name: ServiceName, load: Operations | (() => Promise<Operations>)): Service => {
  const facts = loadFacts(name);
  let table = typeof load === 'function' ? undefined : Promise.resolve(assertKnown(facts, load));
  const validators = new Map<string, Validator>();
  return {
    facts,
    operation: async (operation) => {
      table ??= (load as () => Promise<Operations>)().then((loaded) => assertKnown(facts, loaded));
      const known = await table;
      return Object.hasOwn(known, operation) ? known[operation] : undefined;
    },
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

const assertKnown = (facts: ServiceFacts, operations: Operations): Operations => {
  for (const [operation, { caller }] of Object.entries(operations)) assertCaller(facts, operation, caller);
  return operations;
};

const assertCaller = (facts: ServiceFacts, operation: string, caller: Operation['caller']): void => {
  const declared = facts.operations[operation]?.caller;
  if (declared === undefined) throw new Error(`${facts.service} has no operation ${operation}`);
  const expected = declared === 'token-or-session' ? 'public' : declared;
  if (caller !== expected) throw new Error(`${operation} is called ${expected}, its handler is declared ${caller}`);
};
