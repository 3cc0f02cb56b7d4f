/**
 * Errors of the door itself: what AWS answers before, or beside, an operation's own behaviour. They are no service
 * errors (core/errors.ts), because no model declares them: every AWS service may answer with them.
 */

/** Each code with the HTTP status that AWS's JSON services send with it. */
const STATUS = {
  ExpiredTokenException: 400,
  IncompleteSignatureException: 400,
  InternalErrorException: 500,
  InvalidClientTokenId: 403,
  InvalidSignatureException: 400,
  MissingAuthenticationTokenException: 400,
  OptInRequired: 403,
  RequestEntityTooLargeException: 413,
  RequestExpired: 400,
  SerializationException: 400,
  UnknownOperationException: 400,
  UnrecognizedClientException: 400,
  UnsupportedOperationException: 400,
  ValidationException: 400,
} as const;

export type AwsErrorCode = keyof typeof STATUS;

export class AwsError extends Error {
  readonly code: AwsErrorCode;
  readonly status: number;

  constructor(code: AwsErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = code;
    this.code = code;
    this.status = STATUS[code];
  }
}

export const serializationError = (message: string) => new AwsError('SerializationException', message);
export const internalError = (message = 'Internal server error') => new AwsError('InternalErrorException', message);
