/** Errors of the Query services: their models have codes and statuses of their own, and so have the phases before. */
import type { Route, WireError } from './protocol.ts';

/** What comes from the door: the code that JSON services send to Query's, with its status. */
const DOOR: Readonly<Record<string, { readonly code: string; readonly status: number }>> = {
  AccessDeniedException: { code: 'AccessDenied', status: 403 },
  ExpiredTokenException: { code: 'ExpiredToken', status: 403 },
  IncompleteSignatureException: { code: 'IncompleteSignature', status: 400 },
  InternalErrorException: { code: 'InternalFailure', status: 500 },
  InvalidParameterException: { code: 'ValidationError', status: 400 },
  InvalidSignatureException: { code: 'SignatureDoesNotMatch', status: 403 },
  MissingAuthenticationTokenException: { code: 'MissingAuthenticationToken', status: 403 },
  SerializationException: { code: 'MalformedInput', status: 400 },
  TooManyRequestsException: { code: 'Throttling', status: 400 },
  UnknownOperationException: { code: 'InvalidAction', status: 400 },
  UnrecognizedClientException: { code: 'InvalidClientTokenId', status: 403 },
};

/** An error that the operation declares is written as its shape says. */
export const errorOnWire = (error: WireError, route: Route | undefined): WireError => {
  const declared = !error.byDoor && route?.operation.errors.includes(error.code) ? route : undefined;
  const shape = declared?.facts.shapes[error.code];
  const facts = shape?.type === 'structure' ? shape.error : undefined;
  if (facts) return { ...error, code: facts.code ?? error.code, status: facts.status ?? 400 };
  return { ...error, ...DOOR[error.code] };
};
