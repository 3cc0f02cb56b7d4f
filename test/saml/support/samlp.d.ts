/** What the tests use of samlp, which has no types of its own. */
declare module 'samlp' {
  type Next = (error?: unknown) => void;
  type Handler = (request: object, response: object, next: Next) => void;
  export const auth: (options: object) => Handler;
  export const metadata: (options: object) => Handler;
  export const logout: (options: object) => Handler;
  export const sendError: (options: object) => Handler;
}
