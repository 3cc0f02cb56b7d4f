/**
 * The images of a style, as addresses. An address names the image's content, so that browsers may keep it for good;
 * page-files.ts serves them.
 */
import { createHash } from 'node:crypto';
import type { BrandingAsset, ManagedLoginBranding } from '../../../core/branding/managed-login.ts';
import type { ColorScheme, Favicon, Picture } from './look.ts';

export interface Assets {
  /** As the scheme shows it. Undefined: there is none. */
  picture(category: string): Picture | undefined;
  /** Several of one category, each for a provider. */
  byResource(category: string): ReadonlyMap<string, Picture>;
  favicons(category: string, type: string): Favicon[];
}

export const assetsOf = (style: ManagedLoginBranding | undefined, basePath: string, scheme: ColorScheme): Assets => {
  const all = (style?.assets ?? []).flatMap((asset) => {
    const address = addressOf(style?.id ?? '', asset);
    return address === undefined ? [] : [{ ...asset, address: `${basePath}${address}` }];
  });
  const inCategory = (category: string) => all.filter((asset) => asset.category === category);
  return {
    picture: (category) => pictureOf(inCategory(category), scheme),
    byResource: (category) => {
      const named = Map.groupBy(inCategory(category), ({ resourceId }) => resourceId ?? '');
      return new Map(
        [...named].flatMap(([name, assets]): [string, Picture][] => {
          const picture = pictureOf(assets, scheme);
          return picture ? [[name, picture]] : [];
        }),
      );
    },
    favicons: (category, type) => faviconsOf(pictureOf(inCategory(category), scheme), type),
  };
};

/** Without the site's base path; undefined for an entry that has no image. */
const addressOf = (styleId: string, { data, extension }: BrandingAsset): string | undefined =>
  data === undefined ? undefined : `/assets/${styleId}/${imageName({ data, extension })}`;

/** `data`: base64. */
export const imageName = ({ data, extension }: { readonly data: string; readonly extension: string }): string =>
  `${createHash('sha256').update(data).digest('base64url').slice(0, 22)}.${extension.toLowerCase()}`;

type Addressed = BrandingAsset & { readonly address: string };

/** The image of a mode; else the one for both; else the other mode's, which is better than none. */
const pictureOf = (assets: readonly Addressed[], scheme: ColorScheme): Picture | undefined => {
  const find = (...modes: string[]) =>
    modes.map((mode) => assets.find(({ colorMode }) => colorMode === mode)).find((asset) => asset !== undefined)
      ?.address;
  const light = find('LIGHT', 'DYNAMIC', 'DARK');
  const dark = find('DARK', 'DYNAMIC', 'LIGHT');
  if (light === undefined) return undefined;
  if (scheme === 'light' || light === dark) return { light };
  return scheme === 'dark' ? { light: dark } : { light, dark };
};

const faviconsOf = (picture: Picture | undefined, type: string): Favicon[] => {
  if (picture?.light === undefined) return [];
  if (picture.dark === undefined) return [{ href: picture.light, type }];
  return [
    { href: picture.light, type, scheme: 'light' },
    { href: picture.dark, type, scheme: 'dark' },
  ];
};
