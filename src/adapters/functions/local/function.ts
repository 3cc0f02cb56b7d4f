/**
 * A function on this machine: its processes, and the queue before them. As at Lambda a process runs one call at a time
 * unless the operator allows more; they are kept warm, and a call that runs out of time takes its process with it.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { LocalTarget } from '../../../config/functions.ts';
import { FunctionFailed, type Log } from '../../../core/ports.ts';
import type { FunctionArn } from '../arn.ts';
import type { Target, TargetCall } from '../target.ts';
import { functionEnvironment, logGroup } from './environment.ts';
import { ENTRY, type Instance, startInstance } from './instance.ts';
import { type Described, describe } from './manifest.ts';
import { permissionFlags } from './permissions.ts';
import { findSource, fingerprint, type Source } from './source.ts';

export interface LocalOptions {
  readonly log: Log;
  /** Looks for changed files before each call, unless the target says otherwise. */
  readonly reload: boolean;
}

interface Waiting {
  give(instance: Instance): void;
  refuse(error: FunctionFailed): void;
}

const MAX_WAITING = 1_000;
/** A second process starts when the first is not free within this time: starting one costs more than a short call. */
const PATIENCE_MS = 15;
const IDLE_MS = 10 * 60_000;
const MEGABYTE = 1024 * 1024;
/** What V8 may take of the memory; the rest is the runtime's own. */
const HEAP_SHARE = 0.9;

export const createLocalFunction = (arn: FunctionArn, given: LocalTarget, options: LocalOptions): Target => {
  const log = options.log.child({ function: arn.name });
  const reload = given.reload ?? options.reload;
  let { target, mark: deployed } = described(log, arn, given);
  const instances = new Set<Instance>();
  const idleTimers = new Map<Instance, NodeJS.Timeout>();
  const queue: Waiting[] = [];
  let scratch: string | undefined;
  let mark: string | undefined;
  let patience: NodeJS.Timeout | undefined;
  let closed = false;

  const start = (source: Source): void => {
    scratch ??= mkdtempSync(join(tmpdir(), 'poolhouse-function-'));
    const instance = startInstance({
      start: { url: pathToFileURL(source.file).href, exportPath: source.exportPath, handler: source.handler },
      environment: functionEnvironment(arn, source, target, { scratch, logStream: logStreamName() }),
      flags: [
        ...permissionFlags({ root: source.root, scratch, entry: ENTRY }, target),
        `--max-old-space-size=${Math.floor(target.memory * HEAP_SHARE)}`,
      ],
      folder: source.root,
      memoryBytes: target.memory * MEGABYTE,
      print: (line, stream) => (stream === 'stderr' ? log.warn({}, line) : log.info({}, line)),
      onEnd: forget,
      onRoom: pump,
    });
    instances.add(instance);
    idleTimers.set(instance, setTimeout(() => endIdle(instance), IDLE_MS).unref());
  };

  const forget = (instance: Instance, why: string): void => {
    instances.delete(instance);
    clearTimeout(idleTimers.get(instance));
    idleTimers.delete(instance);
    if (why !== 'retired' && why !== 'closed') log.warn({ why }, 'a function’s process ended');
    pump();
  };

  const endIdle = (instance: Instance): void => {
    if (instance.running === 0) instance.retire();
    else idleTimers.get(instance)?.refresh();
  };

  /** The freest process that has room; all of them may be starting or busy. */
  const withRoom = (): Instance | undefined =>
    [...instances]
      .filter((each) => each.open && each.running < target.callsPerInstance)
      .sort((one, other) => one.running - other.running)[0];

  const pump = (): void => {
    for (let room = withRoom(); room !== undefined && queue.length > 0; room = withRoom()) {
      queue.shift()?.give(room);
    }
    if (queue.length > 0 && instances.size === 0) startAnother();
    else if (queue.length > 0 && instances.size < target.instances) patience ??= setTimeout(startAnother, PATIENCE_MS);
  };

  const startAnother = (): void => {
    clearTimeout(patience);
    patience = undefined;
    if (queue.length === 0) return;
    ({ target, mark: deployed } = described(log, arn, given));
    const source = findSource(target, arn.name);
    if (source) start(source);
    else for (const each of queue.splice(0)) each.refuse(missing(log, arn, target));
    pump();
  };

  const reloadIfChanged = (): void => {
    ({ target, mark: deployed } = described(log, arn, given));
    const source = reload ? findSource(target, arn.name) : undefined;
    const now = source ? fingerprint(source) : deployed;
    if (mark !== undefined && now !== mark) {
      log.info({}, 'the function’s files have changed: it starts anew');
      for (const each of instances) each.retire();
    }
    mark = now;
  };

  /** A place in the queue, as long as `timeoutMs` lasts. `act` runs at once when its turn has come. */
  const wait = <T>(timeoutMs: number, act: (instance: Instance) => Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      if (closed) return reject(new FunctionFailed('unavailable'));
      if (queue.length >= MAX_WAITING) return reject(throttled());
      const timer = setTimeout(() => leave(timedOut(timeoutMs)), timeoutMs);
      const waiting: Waiting = {
        give: (instance) => {
          clearTimeout(timer);
          resolve(act(instance));
        },
        refuse: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      };
      const leave = (error: FunctionFailed): void => {
        queue.splice(queue.indexOf(waiting), 1);
        reject(error);
      };
      queue.push(waiting);
      pump();
    });

  const run = async (instance: Instance, event: object, timeoutMs: number): Promise<unknown> => {
    const context = contextOf(arn, target.memory);
    let late: FunctionFailed | undefined;
    const timer = setTimeout(() => {
      late = timedOut(timeoutMs);
      instance.kill('a call ran out of time');
    }, timeoutMs);
    try {
      return await instance.call({ event, context, deadline: Date.now() + timeoutMs });
    } catch (error) {
      throw late ?? error;
    } finally {
      clearTimeout(timer);
    }
  };

  return {
    async invoke({ event, timeoutMs }: TargetCall) {
      const until = performance.now() + timeoutMs;
      // Who deploys writes the manifest anew, also below `serve`.
      if (reload || deployed !== undefined) reloadIfChanged();
      return wait(timeoutMs, (instance) => {
        idleTimers.get(instance)?.refresh();
        return run(instance, event, Math.min(Math.max(1, until - performance.now()), target.timeout * 1000));
      });
    },
    async close() {
      closed = true;
      clearTimeout(patience);
      for (const each of queue.splice(0)) each.refuse(new FunctionFailed('unavailable'));
      for (const each of instances) each.kill('closed');
      await Promise.all([...instances].map(({ ended }) => ended));
      if (scratch !== undefined) rmSync(scratch, { recursive: true, force: true });
    },
  };
};

/** A manifest that cannot be read: the folder counts as empty, so that nothing runs with half of its settings. */
const described = (log: Log, arn: FunctionArn, given: LocalTarget): Described => {
  try {
    return describe(given, arn.name);
  } catch (error) {
    log.error({ arn: arn.arn, error: String(error) }, 'the description of this function cannot be read');
    return { target: { ...given, kind: 'module', module: NO_MODULE, handler: 'handler' } };
  }
};

/** No file has this name. */
const NO_MODULE = '\0';

const missing = (log: Log, arn: FunctionArn, target: LocalTarget): FunctionFailed => {
  const place =
    target.kind === 'directory' ? target.directory : target.kind === 'folder' ? target.folder : target.module;
  log.error({ arn: arn.arn, place }, 'there is no such function: check `functions` in the configuration');
  return new FunctionFailed('unavailable', { errorType: 'ResourceNotFoundException' });
};

const throttled = () => new FunctionFailed('unavailable', { errorType: 'TooManyRequestsException' });

const timedOut = (ms: number): FunctionFailed =>
  new FunctionFailed('timeout', {
    errorType: 'Sandbox.Timedout',
    errorMessage: `Task timed out after ${(ms / 1000).toFixed(2)} seconds`,
  });

const logStreamName = (): string =>
  `${new Date().toISOString().slice(0, 10).replaceAll('-', '/')}/[$LATEST]${randomUUID().replaceAll('-', '')}`;

/** Source: AWS Lambda developer guide, "Using the Lambda context object to retrieve Node.js function information". */
const contextOf = (arn: FunctionArn, memory: number) => ({
  functionName: arn.name,
  functionVersion: '$LATEST',
  invokedFunctionArn: arn.arn,
  memoryLimitInMB: String(memory),
  awsRequestId: randomUUID(),
  logGroupName: logGroup(arn),
});
