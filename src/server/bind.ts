/** Binding one port on several addresses. */
import type { Server } from 'node:http';
import { isIP } from 'node:net';

/** The machine has no IPv6 (or not this address family). */
const NO_SUCH_FAMILY = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT']);

/** Binds all hosts or none. An IPv6 address is left out on machines without IPv6 if another host was bound. */
export const bindAll = async (make: () => Server, hosts: readonly string[], port: number): Promise<Server[]> => {
  const servers: Server[] = [];
  try {
    for (const host of hosts) {
      const server = make();
      if (await bind(server, host, servers.length > 0 ? portOf(servers) : port, servers.length > 0))
        servers.push(server);
    }
    return servers;
  } catch (error) {
    for (const server of servers) server.close();
    throw error;
  }
};

export const portOf = (servers: readonly Server[]): number => {
  const address = servers[0]?.address();
  if (typeof address !== 'object' || !address) throw new Error('not listening');
  return address.port;
};

const bind = (server: Server, host: string, port: number, optional: boolean): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException) => {
      if (optional && isIP(host) === 6 && NO_SUCH_FAMILY.has(error.code ?? '')) resolve(false);
      else reject(error);
    };
    server.once('error', onError);
    server.listen({ port, ...(host === '*' ? {} : { host }), ipv6Only: isIP(host) === 6 && host !== '::' }, () => {
      server.off('error', onError);
      resolve(true);
    });
  });
