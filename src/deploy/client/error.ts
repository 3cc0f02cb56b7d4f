/** What an API answered instead of a result. */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  readonly operation: string;

  constructor(operation: string, status: number, code: string, message: string) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.status = status;
    this.operation = operation;
  }
}

const GONE =
  /NotFound|NoSuch|ResourceNotFoundException|UserNotFoundException|NoSuchEntity|DomainNotFound|^NoSuchBucket/;

/** Something that is gone already need not be deleted. */
export const isGone = (error: unknown): boolean =>
  error instanceof ApiError && (GONE.test(error.code) || /domain .*does not exist|No such domain/i.test(error.message));

/** As it is told: `CreateGroup: GroupExistsException: A group already exists…`. */
export const describeError = (error: unknown): string => {
  if (error instanceof ApiError) return `${error.operation}: ${error.code}: ${error.message}`;
  return error instanceof Error ? error.message : String(error);
};
