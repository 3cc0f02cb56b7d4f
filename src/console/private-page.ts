/** Pages that show what is secret on a developer's machine: nothing keeps them, frames them, or hears of their address. */
import type { Context } from 'hono';

export const setPrivate = (c: Context): void => {
  c.header('Cache-Control', 'no-store');
  c.header('Referrer-Policy', 'no-referrer');
  c.header('X-Content-Type-Options', 'nosniff');
  c.header('X-Frame-Options', 'DENY');
  c.header('Cross-Origin-Resource-Policy', 'same-origin');
  c.header('Cross-Origin-Opener-Policy', 'same-origin');
};
