/**
 * `npm run bench`: what a server does on this machine, next to the limit that bare crypto sets in the same run.
 *
 *   --engines sqlite,postgres   --seconds 5   --concurrency 16   --users 1000
 *   --scale 1000000             also a pool of that size: signing in must not get slower
 *   --only "password sign-in"   one scenario
 *
 * The ratio compares CPU time: what bare crypto needs for one operation, to what the server's process (all threads)
 * spent on it. The load comes from this process on the same machine, so operations a second understate what a server
 * with the machine to itself reaches; the ratio does not.
 */
import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { type BareCrypto, measureBareCrypto } from './bare-crypto.ts';
import { closeConnections, drive, type LoadOptions, type Measured, residentMb } from './load.ts';
import { measurePeer, PEER_AIM } from './peer.ts';
import { type Scenario, scenarios } from './scenarios.ts';
import { type Seeded, seed } from './seed.ts';
import { type BenchServer, type Engine, makePlace, type Place } from './server.ts';

const { values: options } = parseArgs({
  options: {
    engines: { type: 'string', default: 'sqlite,postgres' },
    seconds: { type: 'string', default: '5' },
    concurrency: { type: 'string', default: '16' },
    users: { type: 'string', default: '1000' },
    scale: { type: 'string', default: '0' },
    only: { type: 'string' },
  },
});

const SIGN_IN_USERS = 200;

const main = async (): Promise<void> => {
  const bare = measureBareCrypto();
  const cores = availableParallelism();
  print(`${cpus()[0]?.model ?? 'unknown CPU'}, ${cores} cores, Node ${process.versions.node}`);
  print(
    `bare crypto, a core: ${(1000 / bare.powerMs).toFixed(0)} powers/s, ${(1000 / bare.signMs).toFixed(0)} RSA-2048 signatures/s`,
  );
  const ofMachines: Measured[] = [];
  for (const engine of options.engines.split(',') as Engine[]) {
    const measured = (await benchEngine(engine, bare)).get('client_credentials');
    if (measured) ofMachines.push(measured);
  }
  if (ofMachines.length > 0) await benchPeer(ofMachines);
  closeConnections();
};

/** By CPU time: what a core does is what counts, and these servers use more than one. */
const benchPeer = async (ours: readonly Measured[]): Promise<void> => {
  const load = { seconds: Number(options.seconds), concurrency: Number(options.concurrency) };
  const peer = await measurePeer(load);
  const times = ours.map(({ cpuMs }) => (peer.cpuMs / cpuMs).toFixed(2)).join(', ');
  print(
    `\nclient_credentials by oidc-provider: ${peer.perSecond.toFixed(0)} a second, CPU ${peer.cpuMs.toFixed(2)} ms; ours a core: ${times} times that (aim ${PEER_AIM})`,
  );
};

const benchEngine = async (engine: Engine, bare: BareCrypto): Promise<Results> => {
  const place = await makePlace(engine);
  try {
    const small = await seeded(place, Number(options.users));
    const large = Number(options.scale) > 0 ? await seeded(place, Number(options.scale)) : undefined;
    const server = await place.start();
    try {
      print(
        `\n${engine}, ${options.users} users, ${options.concurrency} at once; idle ${residentMb(server.pid).toFixed(0)} MB`,
      );
      const ofSmall = await table(server, small, bare);
      if (large !== undefined) {
        print(`\n${engine}, ${options.scale} users`);
        compare(ofSmall, await table(server, large, bare));
      }
      return ofSmall;
    } finally {
      await server.stop();
    }
  } finally {
    await place.remove();
  }
};

const seeded = async (place: Place, users: number): Promise<Seeded> => {
  const started = performance.now();
  let shown = 0;
  const result = await place.prepare((core) =>
    seed(core, {
      users,
      signInUsers: Math.min(SIGN_IN_USERS, users),
      onProgress: (done) => {
        if (done - shown < 100_000 && done < users) return;
        shown = done;
        process.stderr.write(`\rseeded ${done} of ${users} users`);
      },
    }),
  );
  process.stderr.write(` in ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
  return result;
};

type Results = ReadonlyMap<string, Measured>;

const table = async (server: BenchServer, users: Seeded, bare: BareCrypto): Promise<Results> => {
  const results = new Map<string, Measured>();
  print(row(['', 'per second', 'p50 ms', 'p99 ms', 'CPU ms', 'bare ms', 'ratio', 'aim', 'MB after']));
  const load: LoadOptions = {
    seconds: Number(options.seconds),
    concurrency: Number(options.concurrency),
    serverPid: server.pid,
  };
  for (const scenario of await scenarios(server.endpoint, users)) {
    if (options.only !== undefined && scenario.name !== options.only) continue;
    const measured = await drive(scenario.one, load);
    results.set(scenario.name, measured);
    print(line(scenario, measured, bare));
    if (scenario.alone) {
      const { p50, p99 } = await drive(scenario.one, { ...load, concurrency: 1 });
      print(`  one at a time: p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`);
    }
  }
  return results;
};

/** What one operation costs in the large pool, next to the small one. */
const compare = (small: Results, large: Results): void => {
  const ratios = [...large].flatMap(([name, { cpuMs }]) => {
    const before = small.get(name);
    return before ? [`${name} ${Math.round((cpuMs / before.cpuMs) * 100)}%`] : [];
  });
  print(`CPU of an operation, ${options.scale} users to ${options.users}: ${ratios.join(', ')}`);
};

const line = (scenario: Scenario, measured: Measured, bare: BareCrypto): string => {
  const { powers, signatures, verifications = 0 } = scenario;
  const bareMs = powers * bare.powerMs + signatures * bare.signMs + verifications * bare.verifyMs;
  return row([
    scenario.name,
    measured.perSecond.toFixed(0),
    measured.p50.toFixed(1),
    measured.p99.toFixed(1),
    measured.cpuMs.toFixed(2),
    bareMs > 0 ? bareMs.toFixed(2) : '',
    bareMs > 0 ? `${Math.round((bareMs / measured.cpuMs) * 100)}%` : '',
    scenario.aim ? `${scenario.aim * 100}%` : '',
    measured.residentMb.toFixed(0),
  ]);
};

const row = (cells: readonly string[]): string =>
  cells.map((cell, index) => (index === 0 ? cell.padEnd(26) : cell.padStart(11))).join('');

const print = (text: string): void => void process.stdout.write(`${text}\n`);

await main();
