/** What a synthesized template names by a key of an upload, and what lies beside it on this machine. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Tools } from '../kinds/kind.ts';

/**
 * Code of CDK assets, by the key under which the CDK would have uploaded it. Source: the asset manifests (version 36 and
 * later) beside a synthesized template.
 */
export const assetsIn = (folder: string): Tools['asset'] => {
  let paths: Map<string, string> | undefined;
  const read = (): Map<string, string> => {
    const manifests = readdirSync(folder).filter((name) => name.endsWith('.assets.json'));
    return new Map(manifests.flatMap((name) => assetsOf(join(folder, name))));
  };
  return (key) => {
    paths ??= read();
    return paths.get(key);
  };
};

interface AssetManifest {
  readonly files?: Readonly<
    Record<string, { source?: { path?: string }; destinations?: Record<string, { objectKey?: string }> }>
  >;
}

const assetsOf = (manifest: string): [string, string][] => {
  const { files = {} } = JSON.parse(readFileSync(manifest, 'utf8')) as AssetManifest;
  return Object.values(files).flatMap(({ source, destinations = {} }) =>
    Object.values(destinations).flatMap(({ objectKey }): [string, string][] =>
      objectKey === undefined || source?.path === undefined
        ? []
        : [[objectKey, resolve(dirname(manifest), source.path)]],
    ),
  );
};
