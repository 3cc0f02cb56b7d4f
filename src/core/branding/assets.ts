/** The images of a managed login style. */
import { invalidParameter } from '../errors.ts';
import { imageKind, isHarmlessSvg } from './images.ts';
import type { BrandingAsset } from './managed-login.ts';

const MAX_ASSETS = 40;

/** A favicon is of the kind that its category names. */
const ONLY: Readonly<Record<string, string>> = { FAVICON_ICO: 'ICO', FAVICON_SVG: 'SVG' };

/** Throws InvalidParameterException. */
export const checkAssets = (assets: readonly BrandingAsset[]): void => {
  const places = assets.map(placeOf);
  if (new Set(places).size < places.length) {
    throw invalidParameter('Assets cannot contain two images of the same category and color mode.');
  }
  for (const asset of assets) checkAsset(asset);
};

/** New images take the place of those of their category and colour mode. Throws InvalidParameterException. */
export const mergeAssets = (before: readonly BrandingAsset[], given: readonly BrandingAsset[]): BrandingAsset[] => {
  const replaced = new Set(given.map(placeOf));
  const merged = [...before.filter((asset) => !replaced.has(placeOf(asset))), ...given];
  if (merged.length > MAX_ASSETS) throw invalidParameter(`A style can have at most ${MAX_ASSETS} assets.`);
  return merged;
};

/** Each provider's button can have an icon of its own. */
const placeOf = ({ category, colorMode, resourceId }: BrandingAsset): string =>
  category === 'IDP_BUTTON_ICON' ? `${category}/${colorMode}/${resourceId ?? ''}` : `${category}/${colorMode}`;

const checkAsset = ({ category, extension, data, resourceId }: BrandingAsset): void => {
  const only = ONLY[category];
  if (only !== undefined ? extension !== only : extension === 'ICO') {
    throw invalidParameter(`The extension ${extension} is not allowed for assets of category ${category}.`);
  }
  if (data === undefined) {
    if (resourceId === undefined) throw invalidParameter(`The asset of category ${category} has no Bytes.`);
    return;
  }
  const bytes = Buffer.from(data, 'base64');
  if (imageKind(bytes) !== extension || (extension === 'SVG' && !isHarmlessSvg(bytes))) {
    throw invalidParameter(`The asset of category ${category} is not a valid ${extension} image.`);
  }
};
