/** What calls a function: a method of an API, a trigger of a pool. */
import type { Place } from '../problems.ts';
import { mapping, type Node } from '../template/node.ts';

export interface Event {
  readonly kind: 'Api' | 'HttpApi' | 'Cognito';
  /** The logical id of the API, or of the pool. */
  readonly api: string;
  readonly function: string;
  readonly path: string;
  readonly method: string;
  readonly triggers: readonly string[];
  readonly auth: Node | undefined;
  readonly payload: Node | undefined;
  readonly at: Place;
}

export type ApiEvents = readonly Event[];

/** What an integration calls the function by. */
export const invocation = (name: string, at: Place): Node =>
  mapping(
    {
      'Fn::Sub': `arn:\${AWS::Partition}:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${${name}.Arn}/invocations`,
    },
    at,
  );
