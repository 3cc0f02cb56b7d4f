export type KmsErrorCode =
  | 'AccessDeniedException'
  | 'IncorrectKeyException'
  | 'InvalidCiphertextException'
  | 'NotFoundException'
  | 'ValidationException';

/** An error of the key service; all of them have status 400. */
export class KmsError extends Error {
  readonly code: KmsErrorCode;
  readonly status = 400;

  constructor(code: KmsErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
