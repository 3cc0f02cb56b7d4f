/** Closing servers without cutting answers off. */
import type { Server } from 'node:http';

/** Stops accepting, lets running requests finish for up to `graceMs`, then cuts what is left. */
export const closeServers = async (servers: readonly Server[], graceMs: number): Promise<void> => {
  const closed = Promise.all(servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve()))));
  // A kept-alive connection whose last answer has gone is idle only a moment later.
  const sweep = setInterval(() => each(servers, (server) => server.closeIdleConnections()), 50);
  const cut = setTimeout(() => each(servers, (server) => server.closeAllConnections()), graceMs);
  each(servers, (server) => server.closeIdleConnections());
  await closed;
  clearInterval(sweep);
  clearTimeout(cut);
};

const each = (servers: readonly Server[], act: (server: Server) => void): void => {
  for (const server of servers) act(server);
};
