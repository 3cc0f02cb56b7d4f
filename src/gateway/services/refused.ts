/** Why a request does not reach the service behind, before it is put into the words of that service's protocol. */
export class ServiceRefused extends Error {
  readonly code: string;
  readonly status: number;
  /** Further elements of an S3 error, and of nothing else. */
  readonly details: Readonly<Record<string, string>>;

  constructor(code: string, status: number, message: string, details: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

/** The backend did not answer, or broke off before it said anything. */
export class ServiceUnreachable extends Error {}
