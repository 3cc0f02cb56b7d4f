/**
 * What the dispatcher needs of a wire protocol: which operation a request names, what it sends, and how an answer or an
 * error is written. Facts drive all of it; a protocol knows no operation by name.
 */
import type { Answer } from '../answer.ts';
import type { OperationFacts, ServiceFacts } from '../model/model.ts';

/** The operation that a request names, by the protocol's own means (target header, Action parameter, path). */
export interface Route {
  readonly facts: ServiceFacts;
  readonly name: string;
  readonly operation: OperationFacts;
}

/** An error on the wire. */
export interface WireError {
  readonly code: string;
  readonly message: string;
  readonly status: number;
  /** From the phases before the handler, whatever the operation declares. */
  readonly byDoor?: boolean;
}

export interface Protocol {
  /** Whether a request is of this protocol, by its headers and address. */
  speaks(request: Request): boolean;
  /** Where the operation is named: in headers it is known before the body is received, whose limit may hang on it. */
  readonly operationIn: 'body' | 'headers';
  /** @param parsed where the body names it. @throws AwsError UnknownOperationException */
  route(request: Request, services: readonly ServiceFacts[], parsed?: unknown): Route;
  /** The body's own form, before anybody knows who sent it. @throws AwsError SerializationException */
  parse(body: Uint8Array, request: Request): unknown;
  /**
   * The parsed body as the operation's input: `Date`, `Uint8Array`, no nulls, nothing that the model does not know.
   * @throws AwsError SerializationException when a value has another type than the model says
   */
  decode(route: Route, parsed: unknown): object;
  encode(route: Route, output: object, requestId: string): Answer;
  /** @param route what was being called, when that was found out */
  encodeError(error: WireError, requestId: string, route?: Route): Answer;
}
