/** The looks of hosted pages as the wire shows and takes them. */
import type {
  AssetType,
  ManagedLoginBrandingType,
  UICustomizationType,
} from '@aws-sdk/client-cognito-identity-provider';
import type { BrandingAsset, ManagedLoginBranding } from '../../../core/branding/managed-login.ts';
import { completeSettings, type Settings } from '../../../core/branding/settings.ts';
import type { UiCustomization } from '../../../core/branding/ui-customization.ts';
import type { StyleMembers } from '../../../core/branding/write-style.ts';
import type { CoreSettings } from '../../../core/core.ts';

export const customizationType = (settings: CoreSettings, customization: UiCustomization): UICustomizationType => ({
  UserPoolId: customization.poolId,
  ClientId: customization.clientId,
  ImageUrl: customization.image && logoUrl(settings, customization),
  CSS: customization.css,
  CSSVersion: customization.cssVersion,
  LastModifiedDate: new Date(customization.modifiedAt),
  CreationDate: new Date(customization.createdAt),
});

/** Changes with every change, so that browsers may keep the image. */
const logoUrl = ({ publicUrl }: CoreSettings, { poolId, clientId, image, modifiedAt }: UiCustomization): string =>
  `${publicUrl}/${poolId}/${clientId}/${modifiedAt}/logo.${image?.type === 'image/png' ? 'png' : 'jpg'}`;

export const styleMembers = (input: {
  UseCognitoProvidedValues?: boolean;
  Settings?: unknown;
  Assets?: readonly AssetType[];
}): StyleMembers => ({
  useCognitoProvidedValues: input.UseCognitoProvidedValues,
  // A document of any kind; the core refuses what is no object.
  settings: input.Settings as Settings | undefined,
  assets: input.Assets?.map(asset),
});

const asset = (input: AssetType): BrandingAsset => ({
  category: input.Category as string,
  colorMode: input.ColorMode as string,
  extension: input.Extension as string,
  data: input.Bytes && Buffer.from(input.Bytes).toString('base64'),
  resourceId: input.ResourceId,
});

/** `merged`: with what the owner left as it is by default. */
export const styleType = (style: ManagedLoginBranding, merged = false): ManagedLoginBrandingType => ({
  ManagedLoginBrandingId: style.id,
  UserPoolId: style.poolId,
  UseCognitoProvidedValues: style.useCognitoProvidedValues,
  Settings: (merged ? completeSettings(style.settings) : style.settings) as ManagedLoginBrandingType['Settings'],
  Assets: style.assets.map(assetType),
  CreationDate: new Date(style.createdAt),
  LastModifiedDate: new Date(style.modifiedAt),
});

// Enumerations are strings in the core; the model has checked them on the way in.
const assetType = ({ category, colorMode, extension, data, resourceId }: BrandingAsset): AssetType => ({
  Category: category as AssetType['Category'],
  ColorMode: colorMode as AssetType['ColorMode'],
  Extension: extension as AssetType['Extension'],
  Bytes: data === undefined ? undefined : Buffer.from(data, 'base64'),
  ResourceId: resourceId,
});
