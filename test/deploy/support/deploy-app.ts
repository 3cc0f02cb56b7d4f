/** A running server, a folder with a template, and the command as an operator runs it. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { deploy } from '../../../src/deploy/cli/command.ts';
import { startTestApp, type TestApp, type TestAppOptions } from '../../support/test-app.ts';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface DeployApp {
  readonly app: TestApp;
  readonly folder: string;
  write(name: string, content: string): string;
  read(name: string): string;
  run(...args: readonly string[]): Promise<Ran>;
  /** `run` with a template, `--yes` and `--json`; the outputs. Fails the test where the command fails. */
  apply(template: string, ...args: readonly string[]): Promise<Record<string, string>>;
  record(stack?: string): { resources: { logicalId: string; id: string; type: string }[]; journal?: unknown[] };
  stop(): Promise<void>;
}

/** `flags`: of every run. */
export const startDeployApp = async (
  flags: readonly string[] = [],
  options: TestAppOptions = {},
): Promise<DeployApp> => {
  const folder = mkdtempSync(join(tmpdir(), 'poolhouse-deploy-'));
  const app = await startTestApp(options);
  const run: DeployApp['run'] = async (...args) => {
    const [out, err]: [string[], string[]] = [[], []];
    const code = await deploy([...args, '--endpoint', app.endpoint, ...flags], {
      // What s3rver knows; `dev` takes any.
      env: { AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER' },
      cwd: folder,
      out: (text) => out.push(text),
      err: (text) => err.push(text),
    });
    return { code, out: out.join('\n'), err: err.join('\n') };
  };
  const write = (name: string, content: string): string => {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  };
  return {
    app,
    folder,
    write,
    run,
    read: (name) => readFileSync(join(folder, name), 'utf8'),
    async apply(template, ...args) {
      write('stack.yaml', template);
      const ran = await run('stack.yaml', '--yes', '--json', ...args);
      if (ran.code !== 0) throw new Error(`deploy ended with ${ran.code}:\n${ran.err}`);
      return JSON.parse(ran.out) as Record<string, string>;
    },
    record: (stack = 'stack') => JSON.parse(readFileSync(join(folder, `.poolhouse/${stack}.json`), 'utf8')),
    stop: async () => {
      await app.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
