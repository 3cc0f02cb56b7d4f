// What a proxy costs that looks at nothing: node:http to node:http, connections kept. With `upstream` as its argument it
// is the trivial upstream instead. Prints its port.
import { Agent, createServer, request } from 'node:http';

const [, , role, port] = process.argv;
const agent = new Agent({ keepAlive: true, maxSockets: 1_024, scheduling: 'lifo' });

const upstream = (incoming, outgoing) => {
  incoming.resume();
  outgoing.writeHead(200, { 'content-type': 'application/json' });
  outgoing.end('{"ok":true}');
};

const proxy = (incoming, outgoing) => {
  const { method, url: path, headers } = incoming;
  const sent = request({ host: '127.0.0.1', port, method, path, headers, agent }, (answer) => {
    outgoing.writeHead(answer.statusCode, answer.headers);
    answer.pipe(outgoing);
  });
  sent.on('error', () => outgoing.destroy());
  incoming.pipe(sent);
};

const server = createServer({ keepAliveTimeout: 75_000 }, role === 'upstream' ? upstream : proxy);
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
