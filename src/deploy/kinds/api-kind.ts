/** Kinds whose life is three operations of one API over the same members, as most of Amazon Cognito's are. */
import type { ServiceName } from '../../aws/model/model.ts';
import type { Output } from '../client/api.ts';
import type { Fields } from '../template/node.ts';
import { type Kind, type Made, membersOf, omit, type Properties, pick, type Step, unlessGone } from './kind.ts';

interface Operation {
  readonly name: string;
  /** Properties that it does not take. */
  readonly omit?: readonly string[];
}

export interface ApiKind {
  readonly type: string;
  readonly service: ServiceName;
  readonly create: string;
  readonly update?: Operation;
  readonly remove?: string;
  /** Properties that stand for it in update and remove. */
  readonly keys: readonly string[];
  /** The member of update and remove that is the physical id, where it is no property. */
  readonly idMember?: string;
  readonly replace: readonly string[];
  /** Beside the members of `create`. */
  readonly properties?: Properties;
  readonly omit?: readonly string[];
  readonly secret?: readonly string[];
  readonly optional?: readonly string[];
  readonly attributes?: readonly string[];
  readonly secretAttributes?: readonly string[];
  readonly name?: Kind['name'];
  readonly check?: Kind['check'];
  readonly settle?: Kind['settle'];
  readonly find?: Kind['find'];
  made(output: Output, properties: Fields, step: Step): Made | Promise<Made>;
}

export const apiKind = (rules: ApiKind): Kind => {
  const { service, keys, idMember, update, remove } = rules;
  const own = membersOf(service, rules.create, rules);
  const given = (properties: Fields): Fields => pick(properties, ...Object.keys(own));
  const named = (step: Step & { readonly made: Made }): Fields => ({
    ...pick(step.properties, ...keys),
    ...(idMember !== undefined && { [idMember]: step.made.id }),
  });
  return {
    type: rules.type,
    properties: { ...own, ...rules.properties },
    attributes: rules.attributes ?? [],
    ...pickDefined(rules),
    async create(step) {
      return rules.made(await step.tools.call(service, rules.create, given(step.properties)), step.properties, step);
    },
    ...(update && {
      async update(step) {
        const input = { ...omit(given(step.properties), ...(update.omit ?? [])), ...named(step) };
        await step.tools.call(service, update.name, input);
        return undefined;
      },
    }),
    async remove(step) {
      if (remove !== undefined) await unlessGone(() => step.tools.call(service, remove, named(step)));
    },
  } satisfies Kind;
};

const pickDefined = ({ secretAttributes, name, check, settle, find }: ApiKind): Partial<Kind> => ({
  ...(secretAttributes && { secretAttributes }),
  ...(name && { name }),
  ...(check && { check }),
  ...(settle && { settle }),
  ...(find && { find }),
});
