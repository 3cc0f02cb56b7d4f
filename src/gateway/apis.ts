/**
 * The APIs that are served: read at the start, and again when their files change. A change that has a fault is refused
 * as a whole, and what was served before goes on.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { API_ID, type GatewayEntry } from '../config/gateway.ts';
import type { Clock, Log } from '../core/ports.ts';
import type { Api } from './api.ts';
import { type DocumentProblem, DocumentRefused } from './document/fields.ts';
import { readApi } from './document/openapi.ts';
import { createRouter, type Router } from './routing/router.ts';
import { createThrottle, type Throttle } from './throttle.ts';

export interface ServedApi {
  readonly api: Api;
  readonly router: Router;
  readonly hosts: readonly string[];
  readonly mayPass: Throttle;
}

export interface Apis {
  readonly all: readonly ServedApi[];
  /** Changes with every reading. */
  readonly selector: Selector;
}

export interface Owner {
  readonly account: string;
  readonly region: string;
}

export interface Selected {
  readonly served: ServedApi;
  /** Below the stage. */
  readonly segments: readonly string[];
}

/** Which API a request is for: by host name, then by stage, then by name and stage, then the one without a stage. */
export type Selector = (host: string | undefined, segments: readonly string[]) => Selected | undefined;

const EXTENSIONS = new Set(['.yaml', '.yml', '.json']);

/** Throws `DocumentRefused` with everything that is wrong in any of them. */
export const readApis = (entries: readonly GatewayEntry[], owner: Owner, clock: Clock): Apis => {
  const problems: DocumentProblem[] = [];
  const all: ServedApi[] = [];
  for (const entry of entries.flatMap(documentsOf)) {
    try {
      all.push(serve(readEntry(entry, owner), entry, clock));
    } catch (error) {
      problems.push(...problemsOf(error, entry.document));
    }
  }
  const ids = all.map(({ api }) => api.id);
  for (const id of new Set(ids.filter((each, index) => ids.indexOf(each) !== index))) {
    problems.push({ at: id, path: '', message: 'is the name of two documents' });
  }
  if (problems.length > 0) throw new DocumentRefused(problems);
  return { all, selector: createSelector(all) };
};

type Named = GatewayEntry & { readonly id: string };

const documentsOf = (entry: GatewayEntry): Named[] => {
  const { id, document } = entry;
  if (id !== undefined) return [{ ...entry, id }];
  if (!isFolder(document)) return [{ ...entry, id: idOf(document) }];
  const names = readdirSync(document).filter((name) => EXTENSIONS.has(extname(name)) && !name.startsWith('.'));
  return names.sort().map((name) => ({ ...entry, id: idOf(name), document: join(document, name) }));
};

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
const idOf = (file: string): string => basename(file, extname(file)).toLowerCase();

const readEntry = (entry: Named, { account, region }: Owner): Api => {
  const { id, document, type, stage, variables, identityHeaders, rate, burst } = entry;
  if (!API_ID.test(id)) {
    throw new DocumentRefused([
      { at: document, path: '', message: `${id} is no name: lower-case letters, digits and -` },
    ]);
  }
  return readApi(readFileSync(document, 'utf8'), basename(document), {
    ...{ id, account, region, identityHeaders },
    variables: variables as Readonly<Record<string, string>>,
    ...(type && { form: type }),
    ...(stage && { stage }),
    ...(rate !== undefined && { throttle: { rate, burst: burst ?? Math.ceil(rate) } }),
  });
};

const problemsOf = (error: unknown, document: string): readonly DocumentProblem[] => {
  if (error instanceof DocumentRefused) return error.problems;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  return [{ at: document, path: '', message: code === 'ENOENT' ? 'does not exist' : message }];
};

const always: Throttle = () => true;

const serve = (api: Api, { hosts }: Named, clock: Clock): ServedApi => ({
  api,
  hosts,
  router: createRouter(api),
  mayPass: api.throttle ? createThrottle(clock, api.throttle) : always,
});

const createSelector = (all: readonly ServedApi[]): Selector => {
  const byHost = new Map(all.flatMap((served) => served.hosts.map((host) => [host, served])));
  const byId = new Map(all.map((served) => [served.api.id, served]));
  const open = all.filter(({ hosts }) => hosts.length === 0);
  const byStage = (stage: string): ServedApi | undefined => single(open.filter(({ api }) => api.stage === stage));
  const stages = new Map([...new Set(open.map(({ api }) => api.stage))].map((stage) => [stage, byStage(stage)]));
  const below = (served: ServedApi | undefined, segments: readonly string[]): Selected | undefined => {
    if (!served) return undefined;
    if (served.api.stage === '$default') return { served, segments };
    return segments[0] === served.api.stage ? { served, segments: segments.slice(1) } : undefined;
  };
  return (host, segments) => {
    const name = hostName(host);
    const own = byHost.get(name);
    if (own) return { served: own, segments };
    const [first = '', second = ''] = segments;
    const label = /^([a-z0-9-]+)\.(?:execute-api\.|localhost$)/.exec(name)?.[1];
    if (label !== undefined && byId.has(label)) return below(byId.get(label), segments);
    const named = byId.get(first);
    const byName = named?.api.stage === second ? below(named, segments.slice(1)) : undefined;
    // A stage of several APIs is none: it is no path of the API without a stage either.
    if (first !== '$default' && stages.has(first)) return below(stages.get(first), segments) ?? byName;
    return byName ?? below(stages.get('$default'), segments);
  };
};

const single = <T>(items: readonly T[]): T | undefined => (items.length === 1 ? items[0] : undefined);

const hostName = (host = ''): string => host.replace(/:\d+$/, '').replace(/\.$/, '').toLowerCase();

/** Such APIs are reached by host name, or by name and stage. */
const tellShared = (log: Log, { all }: Apis): void => {
  const open = all.filter(({ hosts }) => hosts.length === 0).map(({ api }) => api);
  for (const stage of new Set(open.map((api) => api.stage))) {
    const apis = open.filter((api) => api.stage === stage).map(({ id }) => id);
    if (apis.length > 1) log.info({ stage, apis }, 'several APIs have this stage: each is reached by its name');
  }
};

export interface ApiWatch {
  readonly current: Apis;
  close(): void;
}

/** Looks at the files each second (polling sees swapped symbolic links too). */
export const watchApis = (
  entries: readonly GatewayEntry[],
  owner: Owner,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
  everyMs = 1000,
): ApiWatch => {
  let seen = fingerprint(entries);
  let current = readApis(entries, owner, clock);
  tellShared(log, current);
  const look = (): void => {
    const now = fingerprint(entries);
    if (now === seen) return;
    seen = now;
    try {
      current = readApis(entries, owner, clock);
      tellShared(log, current);
      log.info({ apis: current.all.map(({ api }) => api.id) }, 'API documents read anew');
    } catch (error) {
      if (!(error instanceof DocumentRefused) && (error as NodeJS.ErrnoException).code === undefined) throw error;
      const problems = error instanceof DocumentRefused ? error.problems : [String(error)];
      log.error({ problems }, 'changed API documents refused, the old ones stay');
    }
  };
  const timer = setInterval(look, everyMs).unref();
  return {
    get current() {
      return current;
    },
    close: () => clearInterval(timer),
  };
};

const fingerprint = (entries: readonly GatewayEntry[]): string => {
  const files = entries.flatMap(({ id, document }) => {
    if (id !== undefined || !isFolder(document)) return [document];
    return [
      document,
      ...readdirSync(document)
        .sort()
        .map((name) => join(document, name)),
    ];
  });
  return files
    .map((file) => {
      const found = statSync(file, { throwIfNoEntry: false });
      return found ? `${file} ${found.ino} ${found.size} ${found.mtimeMs}` : file;
    })
    .join('\n');
};
